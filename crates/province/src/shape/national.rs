//! The national synchronisation. Names are published; lengths are known for a few, the others are ours.

use super::Kind::{Address, Code, Count, Dossier, Flag, List, Money, Phone, Procedure, Text, Time};
use super::{Field, may, must};

const STATES: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
const NO_YES: &[&str] = &["0", "1"];

/// HoSo.
pub(crate) const RECORD: &[Field] = &[
    must("MaHoSo", Dossier),
    must("MaTTHC", Procedure),
    must("TenTTHC", Text(2000)),
    may("MaLinhVuc", Text(50)),
    must("TenLinhVuc", Text(150)),
    // Trực tiếp, trực tuyến, bưu chính công ích.
    must("KenhThucHien", Code(&["1", "2", "3"])),
    must("ChuHoSo", Text(500)),
    may("SoGiayToChuHoSo", Text(100)),
    must("LoaiDoiTuong", Code(&["1", "2", "3", "4"])),
    may("MaDoiTuong", Text(50)),
    may("DinhDanhCHS", List(IDENTITY)),
    may("TaiKhoanDuocXacThucVoiVNeID", Code(NO_YES)),
    may("Email", super::Kind::Email),
    may("Fax", Text(50)),
    may("SoDienThoai", Phone),
    may("TrichYeuHoSo", Text(1000)),
    may("ThongTinKhac", Text(4000)),
    may("GhiChu", Text(500)),
    must("NgayNopHoSo", Time),
    may("NgayTiepNhan", Time),
    may("NgayHenTra", Time),
    may("NgayTra", Time),
    may("NgayKetThucXuLy", Time),
    may("NgayTuChoi", Time),
    must("TrangThaiHoSo", Code(STATES)),
    may("ThongTinTra", Text(4000)),
    // As HinhThucTra of a provincial system.
    must("HinhThuc", Code(&["0", "1", "2", "3"])),
    must("DonViXuLy", Text(500)),
    // The national portal, or a system of a ministry or province.
    may("NoiNopHoSo", Code(&["1", "2"])),
    may("HoSoCoThanhPhanSoHoa", Code(NO_YES)),
    may("DuocThanhToanTrucTuyen", Code(NO_YES)),
    may("TaiLieuNop", List(PAPER)),
    may("DanhSachLePhi", List(FEE)),
    may("DanhSachTepDinhKemKhac", List(OTHER)),
    may("DanhSachHoSoBoSung", List(ASKED)),
    may("DanhSachGiayToKetQua", List(RESULT)),
    may("DSKetNoiCSDL", List(&[must("MaCSDL", Text(50))])),
];

/// A step of the way.
pub(crate) const STEP: &[Field] = &[
    must("MaHoSo", Dossier),
    must("NguoiXuLy", Text(50)),
    may("ChucDanh", Text(250)),
    must("ThoiDiemXuLy", Time),
    may("PhongBanXuLy", Text(500)),
    may("NoiDungXuLy", Text(4000)),
    must("TrangThai", Code(STATES)),
    may("NgayBatDau", Time),
    may("NgayKetThucTheoQuyDinh", Time),
];

/// DinhDanhCHS: số định danh, or an old number.
const IDENTITY: &[Field] = &[must("LoaiDinhDanh", Code(&["1", "2"])), must("SoDinhDanh", Text(40))];

/// TaiLieuNop.
const PAPER: &[Field] = &[
    may("TepDinhKemId", Text(50)),
    must("TenTepDinhKem", Text(4000)),
    may("IsDeleted", Code(NO_YES)),
    may("MaThanhPhanHoSo", Text(50)),
    must("DuongDanTaiTepTin", Address),
    may("DuocSoHoa", Code(NO_YES)),
    may("DuocTaiSuDung", Code(&["0", "1", "2"])),
    may("DuocLayTuKhoDMQG", Code(NO_YES)),
    may("MaKetQuaThayThe", Text(50)),
];

const FEE: &[Field] = &[
    must("TenPhiLePhi", Text(500)),
    may("MaPhiLePhi", Text(50)),
    may("HinhThucThu", Text(50)),
    may("Gia", Money),
    may("LoaiPhiLePhi", Text(50)),
];

const OTHER: &[Field] = &[must("TenGiayTo", Text(4000)), must("SoLuong", Count), may("LoaiGiayTo", Count)];

/// DanhSachHoSoBoSung: what was asked for, and when it came.
const ASKED: &[Field] = &[
    must("HoSoBoSungId", Count),
    must("NguoiYeuCauBoSung", Text(50)),
    must("NoiDungBoSung", Text(4000)),
    must("NgayBoSung", Time),
    may("NguoiTiepNhanBoSung", Text(50)),
    may("ThongTinTiepNhan", Text(500)),
    may("NgayTiepNhanBoSung", Time),
    may("TrangThaiBoSung", Flag),
    may("DanhSachGiayToBoSung", List(PAPER)),
    may("DanhSachLePhiBoSung", List(FEE)),
    may("NgayHenTraTruoc", Time),
    may("NgayHenTraMoi", Time),
];

const RESULT: &[Field] = &[
    must("TenGiayTo", Text(4000)),
    may("MaThanhPhanHoSo", Text(50)),
    may("GiayToId", Text(50)),
    must("DuongDanTepTinKetQua", Address),
    may("MaGiayToKetQua", Text(50)),
];
