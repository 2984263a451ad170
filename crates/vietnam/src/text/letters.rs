//! The letters of the Latin script that carry marks: Vietnamese, the minority languages, foreign names.
//!
//! Each string lists pairs of a letter and what it becomes with the mark (Unicode canonical decomposition,
//! complete for these marks over the Latin script). A letter with two marks appears under the last of them.

/// Where a mark sits; marks of different places commute, and stand in this order (Unicode canonical order).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Attached,
    Horn,
    Below,
    Above,
}

/// All places, in canonical order.
pub(super) const PLACES: [Place; 4] = [Place::Attached, Place::Horn, Place::Below, Place::Above];

/// A combining mark and the letters it makes.
pub(super) struct Mark {
    pub(super) code: char,
    pub(super) place: Place,
    pairs: &'static str,
}

impl Mark {
    /// The letter with this mark on it, and the letter bare.
    fn pairs(&self) -> impl Iterator<Item = (char, char)> {
        let mut letters = self.pairs.chars();
        std::iter::from_fn(move || Some((letters.next()?, letters.next()?)))
    }
}

/// The mark that `code` is.
pub(super) fn mark(code: char) -> Option<&'static Mark> {
    MARKS.iter().find(|mark| mark.code == code)
}

/// `â` and the acute make `ấ`.
pub(super) fn compose(letter: char, mark: &Mark) -> Option<char> {
    mark.pairs().find(|&(bare, _)| bare == letter).map(|(_, marked)| marked)
}

/// `ấ` is `â` and the acute.
pub(super) fn split(letter: char) -> Option<(char, char)> {
    if !matches!(letter, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') {
        return None;
    }
    MARKS.iter().find_map(|mark| {
        let (bare, _) = mark.pairs().find(|&(_, marked)| marked == letter)?;
        Some((bare, mark.code))
    })
}

/// The five tones and the five marks of letters in use in Viet Nam, then those of other languages.
static MARKS: [Mark; 17] = [
    Mark {
        code: '\u{300}', // grave
        place: Place::Above,
        pairs: "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ",
    },
    Mark {
        code: '\u{301}', // acute
        place: Place::Above,
        pairs: "\
            AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿ\
            ÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ",
    },
    Mark {
        code: '\u{309}', // hook above
        place: Place::Above,
        pairs: "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ",
    },
    Mark {
        code: '\u{303}', // tilde
        place: Place::Above,
        pairs: "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ",
    },
    Mark {
        code: '\u{323}', // dot below
        place: Place::Below,
        pairs: "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ",
    },
    Mark {
        code: '\u{302}', // circumflex
        place: Place::Above,
        pairs: "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ",
    },
    Mark {
        code: '\u{306}', // breve
        place: Place::Above,
        pairs: "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặ",
    },
    Mark {
        code: '\u{31B}', // horn
        place: Place::Horn,
        pairs: "OƠoơUƯuư",
    },
    Mark {
        code: '\u{308}', // diaeresis
        place: Place::Above,
        pairs: "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ",
    },
    Mark {
        code: '\u{30C}', // caron
        place: Place::Above,
        pairs: "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ",
    },
    Mark {
        code: '\u{30A}', // ring
        place: Place::Above,
        pairs: "AÅaåUŮuůwẘyẙ",
    },
    Mark {
        code: '\u{30B}', // double acute
        place: Place::Above,
        pairs: "OŐoőUŰuű",
    },
    Mark {
        code: '\u{304}', // macron
        place: Place::Above,
        pairs: "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳGḠgḡḶḸḷḹṚṜṛṝ",
    },
    Mark {
        code: '\u{307}', // dot above
        place: Place::Above,
        pairs: "\
            CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎ\
            yẏſẛ",
    },
    Mark {
        code: '\u{326}', // comma below
        place: Place::Below,
        pairs: "SȘsșTȚtț",
    },
    Mark {
        code: '\u{327}', // cedilla
        place: Place::Attached,
        pairs: "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ",
    },
    Mark {
        code: '\u{328}', // ogonek
        place: Place::Attached,
        pairs: "AĄaąEĘeęIĮiįUŲuųOǪoǫ",
    },
];
