//! Names, words, papers and the parts that procedures share.

use crate::little::refuses;

#[test]
fn a_missing_language_is_refused() {
    refuses("{ vi: Sinh, en: Born }", "{ vi: Sinh }", "trial.yaml:12:66: \"en\" is missing");
    refuses("{ vi: Sinh, en: Born }", "Sinh", "a text is needed in Vietnamese and in English");
}

#[test]
fn nothing_has_the_name_of_something_else() {
    refuses("- { id: born,", "- { id: kind,", "trial.yaml:12:9: the question \"kind\" stands twice");
    refuses("- id: two", "- id: one", "trial.yaml:14:5: the step \"one\" stands twice");
    refuses(
        "en: Trial }\nsummary",
        "en: Trial }\nname: x\nsummary",
        "trial.yaml:3:1: the key \"name\" stands twice",
    );
    refuses("{ id: b, label", "{ id: a, label", "the choice \"a\" stands twice");
    refuses("id: copies, kind", "id: me, kind", "\"me\" is a question and also begins \"me.alias\"");
    let again = "  - { id: R-1, law: Đ1, notice_when: kind == a, at: kind, text: { vi: A, en: A } }\n";
    refuses(
        "components:\n  - { id: proof",
        &format!("{again}components:\n  - {{ id: proof"),
        "trial.yaml:32:5: the id \"R-1\" stands twice",
    );
}

#[test]
fn a_label_fits_into_the_form() {
    let long = format!("{{ vi: {}, en: Born }}", "x".repeat(161));
    refuses("{ vi: Sinh, en: Born }", &long, "the label has 161 letters; the form has room for 160");
}

#[test]
fn a_component_names_papers_and_how_many() {
    refuses(", originals: 1 }", " }", "of the paper \"note\" none is needed");
    refuses(
        "[{ id: note, name: { vi: Giấy, en: Note }, originals: 1 }]",
        "[]",
        "the component \"proof\" names no paper",
    );
}

#[test]
fn an_unknown_key_is_refused() {
    refuses("label: { vi: Sinh", "lable: { vi: Sinh", "unknown key \"lable\"; did you mean \"label\"?");
}

#[test]
fn the_paper_prints_only_what_is_asked() {
    refuses("{kind + copies}", "{kind + copis}", "unknown question \"copis\"; did you mean \"copies\"?");
    refuses("{born|words}", "{kind|words}", "\"kind\" cannot be written as \"words\"");
}

#[test]
fn kinds_lists_blocks_and_parameters_must_exist() {
    refuses("kind: { count: { min: 1, max: 5 } }", "kind: numbr", "unknown kind \"numbr\"");
    refuses("kind: { count: { min: 1, max: 5 } }", "kind: { listed: lands }", "unknown list \"lands\"");
    refuses("use: person", "use: persn", "unknown block \"persn\"; did you mean \"person\"?");
    refuses(", with: { who: { vi: tôi, en: me } } }", " }", "the block \"person\" needs \"who\"");
    refuses("Name of $who", "Name of $whom", "blocks/person.yaml:3:56: unknown parameter \"whom\"");
    refuses(
        "when: answered(name)",
        "when: answered(nam)",
        "blocks/person.yaml:4:98: unknown question \"nam\"; did you mean \"name\"?",
    );
}

#[test]
fn a_block_does_not_use_itself() {
    refuses(
        "params: { who: }\nquestions:\n",
        "params: { who: }\nquestions:\n  - { use: person, as: x, with: { who: $who } }\n",
        "the block uses itself: person → person",
    );
}

#[test]
fn pages_and_parts_are_given_what_they_need() {
    refuses(
        "page: finish",
        "page: finsh",
        "trial.yaml:26:13: unknown page \"finsh\"; did you mean \"finish\"?",
    );
    refuses(
        "page: finish, with: { what: { vi: giấy, en: the paper } } }",
        "page: finish }",
        "the page \"finish\" needs \"what\"",
    );
    refuses("use: sworn", "use: swore", "trial.yaml:45:16: unknown part \"swore\"; did you mean \"sworn\"?");
    refuses("use: sworn, with: { code: KQ1 } }", "use: sworn }", "the part \"sworn\" needs \"code\"");
    refuses(
        "with: { code: KQ1 }",
        "with: { code: KQ1, dayz: 4 }",
        "unknown key \"dayz\"; did you mean \"days\"?",
    );
    refuses("vi: Chờ $days ngày", "vi: Chờ $day ngày", "parts/sworn.yaml:5:11: unknown parameter \"day\"");
    refuses(
        "id: sworn, name: { vi: Cam đoan",
        "id: proof, name: { vi: Cam đoan",
        "the id \"proof\" stands twice",
    );
    refuses("spared:\n", "results:\n", "parts/sworn.yaml:6:1: unknown key \"results\"");
    refuses(
        "en: Household book }, source: Đ13 }",
        "en: Household book } }",
        "the paper that is spared has no source",
    );
}

#[test]
fn what_the_citizen_receives_is_named() {
    refuses("results: [{ name: { vi: Giấy, en: Paper }, code: KQ2 }]\n", "", "\"results\" is missing");
    refuses(
        "results: [{ name: { vi: Giấy, en: Paper }",
        "results: [{ nam: { vi: Giấy, en: Paper }",
        "unknown key \"nam\"",
    );
}
