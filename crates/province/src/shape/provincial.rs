//! The submit endpoint. Names and lengths are those of a published provincial backend; which fields must be there
//! is ours.

use super::Kind::{
    Anything, Born, Code, Commune, Count, District, Email, Flag, List, Object, Phone, Procedure, Province,
    Sum, Text,
};
use super::{Field, may, must};

/// NopTrucTuyen.
pub(crate) const SUBMISSION: &[Field] = &[
    must("DonViId", Text(50)),
    must("MaTTHC", Procedure),
    // Toàn trình, một phần, thông tin.
    must("MucDo", Code(&["4", "3", "2"])),
    may("TenTruongHop", Text(4000)),
    may("MaTruongHop", Text(200)),
    may("TruongHopId", Text(50)),
    // Công dân, doanh nghiệp, cơ quan nhà nước, tổ chức.
    must("LoaiDoiTuong", Code(&["1", "2", "3", "4"])),
    must("ChuHoSo", Text(500)),
    may("SoDienThoaiChuHoSo", Phone),
    may("EmailChuHoSo", Email),
    may("SoGiayToChuHoSo", Text(100)),
    may("LoaiGiayToChuHoSo", Text(100)),
    may("NgaySinhChuHoSo", Born),
    may("TinhThanhChuHoSo", Province),
    may("QuanHuyenChuHoSo", District),
    may("XaPhuongChuHoSo", Commune),
    may("DiaChiChuHoSo", Text(500)),
    must("UyQuyen", Flag),
    may("NguoiUyQuyen", Text(500)),
    may("SoDienThoaiNguoiUyQuyen", Phone),
    may("EmailNguoiUyQuyen", Email),
    may("SoGiayToNguoiUyQuyen", Text(100)),
    may("LoaiGiayToNguoiUyQuyen", Text(100)),
    may("NgaySinhNguoiUyQuyen", Born),
    may("TinhThanhNguoiUyQuyen", Province),
    may("QuanHuyenNguoiUyQuyen", District),
    may("XaPhuongNguoiUyQuyen", Commune),
    may("DiaChiNguoiUyQuyen", Text(500)),
    may("TrichYeuHoSo", Text(2000)),
    // Trực tiếp, bưu chính công ích, bản điện tử, tại nhà; of these 1 is published.
    must("HinhThucTra", Code(&["0", "1", "2", "3"])),
    must("EFormData", Anything),
    may("LaHoSoChungThuc", Flag),
    may("DangKyNhanHoSoQuaBCCIData", Object(POST)),
    must("ThanhPhanHoSos", List(COMPONENT)),
];

/// BoSung.
pub(crate) const SUPPLEMENT: &[Field] =
    &[may("NoiDung", Text(4000)), must("EFormData", Anything), must("ThanhPhanHoSos", List(COMPONENT))];

/// ThanhPhanHoSos.
const COMPONENT: &[Field] = &[
    must("Ten", Text(7000)),
    may("MaGiayTo", Text(50)),
    may("DinhKem", List(ANNOUNCED)),
    may("SoBanChinh", Count),
    may("SoBanSao", Count),
    may("NhanBanGiay", Flag),
    may("MaGiayToKhoQuocGia", Text(500)),
    may("MaGiayToSoHoa", Text(200)),
    may("TrangThaiSoHoa", Code(&["0", "1", "2", "3"])),
    may("DuocLayTuKhoDMQuocGia", Flag),
    may("MaKetQuaThayThe", Text(50)),
    may("SoTrang", Count),
    may("SoBanGiay", Count),
    may("KyDienTuBanGiay", Flag),
];

/// DinhKem: a file that comes in the same message.
const ANNOUNCED: &[Field] =
    &[must("Tep", Text(10)), must("TenTep", Text(255)), must("KichThuoc", Count), must("Sha256", Sum)];

/// DangKyNhanHoSoQuaBCCIData: who gets the result by public post, and where.
const POST: &[Field] = &[
    must("hoVaTen", Text(500)),
    must("soDienThoai", Phone),
    may("email", Email),
    must("diaChi", Text(500)),
    must("tinhThanh", Province),
    may("quanHuyen", District),
    must("xaPhuong", Commune),
    may("ghiChu", Text(500)),
    may("tenTinhThanh", Text(100)),
    may("tenQuanHuyen", District),
    may("tenXaPhuong", Text(100)),
];
