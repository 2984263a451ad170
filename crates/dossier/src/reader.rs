//! Reads what postcard wrote, in a tenth of the code that serde's derived readers take on a phone.
//!
//! A reader never stops half-way: past the end, or at a byte that fits nothing, it notes the damage and
//! gives empty values from then on; the caller asks once, at the end, whether all went well. A test
//! holds these readers equal to what serde wrote for the whole catalogue.

use vietnam::calendar::{Calendar, Hours, Term, TermUnit};
use vietnam::date::Date;
use vietnam::identity::Sex;
use vietnam::places::{
    Commune, CommuneCode, CommuneType, Extent, Fate, Heir, OldProvince, OldUnit, Province, ProvinceCode,
    ProvinceType, UnitKind,
};

/// Bytes under reading.
pub struct Reader<'a> {
    rest: &'a [u8],
    damaged: bool,
}

/// A type that can be read from postcard's format.
pub trait Read: Sized {
    /// The next value; an empty one once the bytes are damaged.
    fn read(r: &mut Reader<'_>) -> Self;
}

/// Reads one value from all of `bytes`; `None` when they are damaged or something is left over.
pub fn whole<T: Read>(bytes: &[u8]) -> Option<T> {
    let mut reader = Reader { rest: bytes, damaged: false };
    let value = T::read(&mut reader);
    (!reader.damaged && reader.rest.is_empty()).then_some(value)
}

/// Reads one value from the beginning of `bytes`, and tells what follows it; `None` when they are damaged.
pub fn leading<T: Read>(bytes: &[u8]) -> Option<(T, &[u8])> {
    let mut reader = Reader { rest: bytes, damaged: false };
    let value = T::read(&mut reader);
    (!reader.damaged).then_some((value, reader.rest))
}

impl Reader<'_> {
    /// Notes that nothing after this can be trusted.
    #[inline(never)]
    pub fn damage(&mut self) {
        self.damaged = true;
        self.rest = &[];
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => {
                self.damage();
                0
            }
        }
    }

    /// A variable-length number, seven bits a byte, the least first.
    #[inline(never)]
    pub fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return number;
            }
        }
        self.damage();
        0
    }

    /// A number that must be less than `bound`; for variants and lengths.
    fn below(&mut self, bound: usize) -> usize {
        match usize::try_from(self.number()) {
            Ok(number) if number < bound => number,
            _ => {
                self.damage();
                0
            }
        }
    }

    #[inline(never)]
    fn signed(&mut self) -> i64 {
        let zigzag = self.number();
        let half = (zigzag >> 1).cast_signed();
        if zigzag & 1 == 0 { half } else { !half }
    }

    #[inline(never)]
    fn string(&mut self) -> String {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX);
        let split = self.rest.split_at_checked(length);
        match split.and_then(|(text, rest)| Some((core::str::from_utf8(text).ok()?, rest))) {
            Some((text, rest)) => {
                self.rest = rest;
                text.into()
            }
            None => {
                self.damage();
                String::new()
            }
        }
    }

    /// The variant of an enum of `count`.
    pub fn variant(&mut self, count: usize) -> usize {
        self.below(count)
    }
}

macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl Read for $type {
            fn read(r: &mut Reader<'_>) -> $type {
                <$type>::try_from(r.number()).unwrap_or_else(|_| {
                    r.damage();
                    0
                })
            }
        }
    )*};
}
unsigned!(u16, u32, u64);

impl Read for u8 {
    fn read(r: &mut Reader<'_>) -> u8 {
        r.byte()
    }
}

impl Read for bool {
    fn read(r: &mut Reader<'_>) -> bool {
        r.below(2) == 1
    }
}

impl Read for i64 {
    fn read(r: &mut Reader<'_>) -> i64 {
        r.signed()
    }
}

impl Read for String {
    fn read(r: &mut Reader<'_>) -> String {
        r.string()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(r: &mut Reader<'_>) -> Option<T> {
        bool::read(r).then(|| T::read(r))
    }
}

impl<T: Read> Read for Box<T> {
    fn read(r: &mut Reader<'_>) -> Box<T> {
        Box::new(T::read(r))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(r: &mut Reader<'_>) -> Vec<T> {
        // Every item takes a byte at least.
        let count = r.below(r.rest.len() + 1);
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            all.push(T::read(r));
        }
        all
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(r: &mut Reader<'_>) -> (A, B) {
        (A::read(r), B::read(r))
    }
}

impl<A: Read, B: Read, C: Read> Read for (A, B, C) {
    fn read(r: &mut Reader<'_>) -> (A, B, C) {
        (A::read(r), B::read(r), C::read(r))
    }
}

/// Reads a struct: its fields in the order they are declared in.
#[macro_export]
macro_rules! read_struct {
    ($($type:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::reader::Read for $type {
            fn read(r: &mut $crate::reader::Reader<'_>) -> $type {
                $type { $($field: $crate::reader::Read::read(r)),* }
            }
        }
    )*};
}

/// Reads an enum: its variants in the order they are declared in, the first one where nothing fits.
#[macro_export]
macro_rules! read_enum {
    ($($type:ident [$count:literal] { $($at:literal => $variant:ident $({ $($field:ident),* })? $(( $($arg:ident),* ))?,)* _ => $first:expr })*) => {$(
        impl $crate::reader::Read for $type {
            fn read(r: &mut $crate::reader::Reader<'_>) -> $type {
                match r.variant($count) {
                    $($at => {
                        $($(let $arg = $crate::reader::Read::read(r);)*)?
                        $type::$variant $({ $($field: $crate::reader::Read::read(r)),* })? $(( $($arg),* ))?
                    })*
                    _ => $first,
                }
            }
        }
    )*};
}

read_struct! {
    Calendar { off, worked }
    Hours { closes, off, worked }
    Province { code, name, kind }
    Commune { code, name, kind, province }
    OldProvince { code, name, kind, also, now, resolution }
    OldUnit { name, also, kind, step, district, fate }
    Heir { commune, extent }
}

read_enum! {
    Term [2] { 0 => SameDay { cut_off }, 1 => Days { count, unit }, _ => Term::SameDay { cut_off: 0 } }
    TermUnit [2] { 0 => WorkingDays, 1 => CalendarDays, _ => TermUnit::WorkingDays }
    Sex [2] { 0 => Male, 1 => Female, _ => Sex::Male }
    ProvinceType [2] { 0 => Tinh, 1 => ThanhPho, _ => ProvinceType::Tinh }
    CommuneType [3] { 0 => Xa, 1 => Phuong, 2 => DacKhu, _ => CommuneType::Xa }
    UnitKind [8] {
        0 => Xa, 1 => Phuong, 2 => DacKhu, 3 => ThiTran, 4 => ThiXa, 5 => ThanhPho, 6 => Huyen, 7 => Quan,
        _ => UnitKind::Xa
    }
    Fate [4] { 0 => Heirs(heirs), 1 => WithItsCommunes, 2 => Became(later), 3 => Lost, _ => Fate::Lost }
    Extent [7] {
        0 => Whole, 1 => Part, 2 => PartArea, 3 => PartAreaAllPeople, 4 => PartPeople, 5 => AllArea, 6 => Rest,
        _ => Extent::Part
    }
}

impl Read for Date {
    fn read(r: &mut Reader<'_>) -> Date {
        Date::from_days(i32::try_from(r.signed()).unwrap_or_default())
    }
}

impl Read for ProvinceCode {
    fn read(r: &mut Reader<'_>) -> ProvinceCode {
        ProvinceCode::parse(&r.string()).unwrap_or_else(|| {
            r.damage();
            ProvinceCode::default()
        })
    }
}

impl Read for CommuneCode {
    fn read(r: &mut Reader<'_>) -> CommuneCode {
        CommuneCode::parse(&r.string()).unwrap_or_else(|| {
            r.damage();
            CommuneCode::default()
        })
    }
}
