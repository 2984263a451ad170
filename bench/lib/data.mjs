// The data every implementation shares. Everything here is deterministic.
import { readFileSync } from 'node:fs';

export const job = JSON.parse(readFileSync(new URL('../job.json', import.meta.url), 'utf8'));

const list = (text) => text.trim().split(/\s*;\s*/).map((s) => {
  const at = s.indexOf(' ');
  return { value: s.slice(0, at), label: s.slice(at + 1) };
});

export const options = {
  provinces: list(`01 Thành phố Hà Nội; 04 Tỉnh Cao Bằng; 08 Tỉnh Tuyên Quang; 11 Tỉnh Điện Biên; 12 Tỉnh Lai Châu;
    14 Tỉnh Sơn La; 15 Tỉnh Lào Cai; 19 Tỉnh Thái Nguyên; 20 Tỉnh Lạng Sơn; 22 Tỉnh Quảng Ninh; 24 Tỉnh Bắc Ninh;
    25 Tỉnh Phú Thọ; 31 Thành phố Hải Phòng; 33 Tỉnh Hưng Yên; 37 Tỉnh Ninh Bình; 38 Tỉnh Thanh Hóa; 40 Tỉnh Nghệ An;
    42 Tỉnh Hà Tĩnh; 44 Tỉnh Quảng Trị; 46 Thành phố Huế; 48 Thành phố Đà Nẵng; 51 Tỉnh Quảng Ngãi; 52 Tỉnh Gia Lai;
    56 Tỉnh Khánh Hòa; 66 Tỉnh Đắk Lắk; 68 Tỉnh Lâm Đồng; 75 Tỉnh Đồng Nai; 79 Thành phố Hồ Chí Minh; 80 Tỉnh Tây Ninh;
    82 Tỉnh Đồng Tháp; 86 Tỉnh Vĩnh Long; 91 Tỉnh An Giang; 92 Thành phố Cần Thơ; 96 Tỉnh Cà Mau`),
  ethnicities: `Kinh,Tày,Thái,Hoa,Khmer,Mường,Nùng,Mông,Dao,Gia Rai,Ngái,Ê Đê,Ba Na,Xơ Đăng,Sán Chay,Cơ Ho,Chăm,Sán Dìu,Hrê,
    Mnông,Ra Glai,Xtiêng,Bru - Vân Kiều,Thổ,Giáy,Cơ Tu,Gié Triêng,Mạ,Khơ Mú,Co,Tà Ôi,Chơ Ro,Kháng,Xinh Mun,Hà Nhì,Chu Ru,
    Lào,La Chí,La Ha,Phù Lá,La Hủ,Lự,Lô Lô,Chứt,Mảng,Pà Thẻn,Cơ Lao,Cống,Bố Y,Si La,Pu Péo,Brâu,Ơ Đu,Rơ Măm`
    .split(',').map((label, i) => ({ value: String(i + 1).padStart(2, '0'), label: label.trim() })),
  sexes: list('male Nam; female Nữ'),
  relations: list('father Cha; mother Mẹ; grandparent Ông bà; relative Người thân thích khác'),
  deliveries: list('office Nhận tại trụ sở; post Nhận qua bưu chính; electronic Nhận bản điện tử'),
  kinships: list('head Chủ hộ; spouse Vợ hoặc chồng; child Con; parent Cha hoặc mẹ; sibling Anh chị em; grandchild Cháu; other Khác'),
};

/** A small seeded generator (mulberry32): same numbers on every machine. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const first = 'Tân,Bình,Phú,An,Vĩnh,Long,Hòa,Thanh,Đông,Tây,Nam,Bắc,Xuân,Thượng,Hạ,Kim,Ngọc,Quang,Minh,Đại'.split(',');
const second = 'Thạnh,Lợi,Sơn,Hải,Hưng,Thịnh,Phước,Khánh,Lộc,Trung,Giang,Châu,Điền,Lâm,Hà,Yên,Mỹ,Đức,Thành,Nghĩa'.split(',');

/** ~100 communes of one province. */
export function communes(province) {
  const next = random(Number(province) * 7919);
  const seen = new Set();
  while (seen.size < 100) {
    const name = `${first[Math.floor(next() * 20)]} ${second[Math.floor(next() * 20)]}`;
    seen.add(`${seen.size < 35 ? 'Phường' : 'Xã'} ${name}`);
  }
  return [...seen].map((label, i) => ({ value: province + String(i).padStart(3, '0'), label }));
}

const surnames = 'Nguyễn,Trần,Lê,Phạm,Hoàng,Phan,Vũ,Đặng,Bùi,Đỗ'.split(',');
const givens = 'Anh,Bình,Chi,Dũng,Giang,Hạnh,Khoa,Lan,Minh,Nga,Phúc,Quân,Thảo,Tuấn,Yến'.split(',');
const jobs = 'Nông dân,Công nhân,Học sinh,Nội trợ,Buôn bán,Không'.split(',');

/** A household of n valid members. */
export function household(n) {
  const next = random(n);
  const pick = (from) => from[Math.floor(next() * from.length)];
  const two = (max) => String(1 + Math.floor(next() * max)).padStart(2, '0');
  return {
    members: Array.from({ length: n }, () => ({
      name: `${pick(surnames)} Văn ${pick(givens)}`,
      dob: `${1950 + Math.floor(next() * 70)}-${two(12)}-${two(28)}`,
      sex: pick(options.sexes).value,
      relation: pick(options.kinships).value,
      ethnicity: pick(options.ethnicities).value,
      idNumber: String(Math.floor(next() * 1e12)).padStart(12, '0'),
      occupation: pick(jobs),
      income: Math.floor(next() * 20000),
    })),
  };
}

/** How many members a household is opened with. */
export const members = [1, 20, 100, 200];

/** Every file under /data/ by its path, as the server serves it and `npm run data` writes it. */
export function dataFiles() {
  const files = {};
  for (const { value } of options.provinces) files[`communes/${value}.json`] = communes(value);
  for (const n of members) files[`household/${n}.json`] = household(n);
  for (const [name, list] of Object.entries(options)) files[`options/${name}.json`] = list;
  return files;
}

/** All fields of a job in order, with the step they are on. */
export const fieldsOf = (name) => job[name].steps.flatMap((step, i) => step.fields.map((f) => ({ ...f, step: i })));

/** The label a person sees for the sample value of a select or radio. */
export function labelOf(field, value = field.sample) {
  const from = field.optionsBy ? communes(String(value).slice(0, 2)) : options[field.options];
  return from.find((o) => o.value === value).label;
}
