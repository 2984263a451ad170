//! The declaration of a birth, page by page. Everybody in it is invented.

use crate::citizen::Citizen;
use crate::papers::Paper;
use crate::suite::today;
use vietnam::date::Date;

/// Kinh.
const KINH: &str = "01";
/// Đồng Tháp.
const PROVINCE: &str = "82";

/// A birth to be declared.
#[derive(Clone, Debug)]
pub struct Birth {
    /// Loại khai sinh.
    pub kind: &'static str,
    /// The child's name, as typed.
    pub name: &'static str,
    /// The day of birth.
    pub born: Date,
    /// Who sits before the screen: `mother`, `father`, `other`.
    pub by: &'static str,
    /// The mother is no citizen: her nationality.
    pub foreign_mother: Option<&'static str>,
}

impl Birth {
    /// Five days ago, in a health centre, to a couple; the mother declares it.
    #[must_use]
    pub fn ordinary() -> Birth {
        Birth {
            kind: "ordinary",
            name: "Trần Minh An",
            born: today().plus_days(-5),
            by: "mother",
            foreign_mother: None,
        }
    }

    /// The pages of this birth, in order, before the review.
    #[must_use]
    pub fn pages(&self) -> Vec<&'static str> {
        let all = ["situation", "child", "requester", "mother", "father", "delivery"].into_iter();
        let asked = all.filter(|page| match *page {
            "mother" => !["mother_unknown", "foundling"].contains(&self.kind),
            "father" => !["father_unknown", "foundling"].contains(&self.kind),
            _ => true,
        });
        let names = asked.map(|page| match page {
            "situation" => "declare:situation",
            "child" => "declare:child",
            "requester" => "declare:requester",
            "mother" => "declare:mother",
            "father" => "declare:father",
            _ => "declare:delivery",
        });
        names.chain(["attach"]).collect()
    }

    /// From an open widget to the first question.
    pub fn begin(c: &Citizen) {
        c.open("");
        c.arrives("find");
        Birth::find(c);
        c.press("start").arrives_at("declare:situation");
    }

    /// Finds the procedure by what people call it.
    pub fn find(c: &Citizen) {
        c.type_in("find", "sinh con").press_at("[data-procedure=\"1.001193\"]").arrives_at("prepare");
    }

    /// Fills page after page until `page` shows.
    #[track_caller]
    pub fn go_to(&self, c: &Citizen, page: &str) {
        self.go_on_to(c, "declare:situation", page);
    }

    /// The same from a page that is not the first.
    #[track_caller]
    pub fn go_on_to(&self, c: &Citizen, from: &str, page: &str) {
        for here in self.pages().into_iter().skip_while(|here| *here != from) {
            c.arrives_at(here);
            if here == page {
                return;
            }
            self.fill(c, here);
            c.press("continue");
        }
        c.arrives_at(page);
    }

    /// From the first question to the receipt; answers the mã hồ sơ.
    #[track_caller]
    pub fn declare(&self, c: &Citizen) -> String {
        self.go_to(c, "review");
        c.tick("pledge.given").press("submit");
        c.arrives_at("receipt");
        c.read("[data-dossier-code]")
    }

    /// Answers what a page asks.
    pub fn fill(&self, c: &Citizen, page: &str) {
        match page {
            "declare:situation" => self.situation(c),
            "declare:child" => self.child(c),
            "declare:requester" => self.requester(c),
            "declare:mother" => self.mother(c),
            "declare:father" => self.father(c),
            "declare:delivery" => {}
            "attach" => self.attach(c),
            _ => panic!("nothing is asked on {page}"),
        }
    }

    fn situation(&self, c: &Citizen) {
        c.pick_commune("office", "go cong", "Phường Gò Công").choose("birth.kind", self.kind);
    }

    fn child(&self, c: &Citizen) {
        c.type_in("child.name", self.name)
            .type_day("child.born", self.born)
            .choose("child.sex", "female")
            .choose("child.ethnic", KINH);
        if self.kind == "foundling" {
            c.choose("child.birthplace.kind", "elsewhere")
                .type_in("child.birthplace.detail", "Cổng chùa, ấp Bình An");
        } else {
            c.choose("child.birthplace.kind", "facility")
                .type_in("child.birthplace.facility", "Trạm Y tế Gò Công");
            c.choose("child.origin.province", PROVINCE);
        }
        c.choose("child.birthplace.province", PROVINCE).pick_commune(
            "child.birthplace.commune",
            "go cong d",
            "Xã Gò Công Đông",
        );
    }

    fn requester(&self, c: &Citizen) {
        c.choose("requester.relation", self.by);
        let (name, number) = match self.by {
            "mother" => ("Lê Thị Mai", "082195001234"),
            "father" => ("Trần Văn Bình", "082092004321"),
            _ => {
                c.type_in("requester.relation_other", "Giám đốc cơ sở nuôi dưỡng");
                ("Phạm Văn Tâm", "082070005678")
            }
        };
        c.type_in("requester.name", name)
            .type_in("requester.number", number)
            .type_in("requester.phone", "0912 345 678");
    }

    fn mother(&self, c: &Citizen) {
        let Some(nationality) = self.foreign_mother else {
            if self.by != "mother" {
                c.type_in("mother.name", "Lê Thị Mai").type_in("mother.number", "082195001234");
            }
            c.type_date("mother.born", 5, 3, 1995).choose("mother.ethnic", KINH);
            return;
        };
        c.type_in("mother.name", "Sato Yuki")
            .type_date("mother.born", 5, 3, 1995)
            .choose("mother.has_number", "no")
            .choose("mother.paper.kind", "6")
            .type_in("mother.paper.number", "TR1234567")
            .type_date("mother.paper.issued", 3, 4, 2022)
            .type_in("mother.paper.issuer", "Bộ Ngoại giao Nhật Bản")
            .choose("mother.nationality", nationality)
            .choose("mother.residence.kind", "temporary")
            .choose("mother.residence.address.province", PROVINCE)
            .pick_commune("mother.residence.address.commune", "go cong d", "Xã Gò Công Đông")
            .type_in("mother.residence.address.detail", "Số 5, ấp Bình An");
    }

    fn father(&self, c: &Citizen) {
        if self.by != "father" {
            c.type_in("father.name", "Trần Văn Bình").type_in("father.number", "082092004321");
        }
        c.type_in("father.born.year", "1992").choose("father.ethnic", KINH);
    }

    fn attach(&self, c: &Citizen) {
        let component = if self.kind == "foundling" { "foundling_record" } else { "proof_of_birth" };
        c.attach(component, Paper::Jpeg);
        c.until("the file is listed", || c.sees(".files li"));
        c.sees_its_pictures();
    }
}
