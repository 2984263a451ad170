//! `procedures/schema.json` knows the keys that the reader knows, and takes every file there is.

use crate::diagnostic::Sink;
use crate::yaml::{Node, Value as Yaml};
use crate::{files, keys};
use serde_json::Value;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn schema() -> Value {
    let text = std::fs::read_to_string(root().join("procedures/schema.json")).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// What is wrong with `node` by `rule`: the few words of JSON Schema that ours uses.
fn wrong(all: &Value, rule: &Value, node: &Node) -> Option<String> {
    let told = |what: &str| Some(format!("{}: {what}", node.at));
    if let Some(name) = rule["$ref"].as_str() {
        return wrong(all, &all["$defs"][name.trim_start_matches("#/$defs/")], node);
    }
    if let Some(any) = rule["anyOf"].as_array() {
        let each: Vec<_> = any.iter().map(|rule| wrong(all, rule, node)).collect();
        // The one that got farthest speaks.
        return each.into_iter().collect::<Option<Vec<_>>>()?.into_iter().max_by_key(String::len);
    }
    if let Some(words) = rule["enum"].as_array() {
        let fits = words.iter().any(|word| word.as_str().is_some_and(|word| node.words() == Some(word)));
        return if fits { None } else { told("none of the words") };
    }
    let types: Vec<&str> = match &rule["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let fits = |kind: &&str| match (*kind, &node.value) {
        ("object", Yaml::Map(_)) | ("array", Yaml::List(_)) | ("string", Yaml::Scalar(..)) => true,
        ("integer", Yaml::Scalar(words, _)) => words.parse::<i64>().is_ok(),
        ("boolean", Yaml::Scalar(words, _)) => ["true", "false"].contains(&words.as_str()),
        _ => false,
    };
    if !types.iter().any(fits) {
        return told(&format!("is {}, not {types:?}", node.what()));
    }
    match &node.value {
        Yaml::Scalar(words, _) => {
            let param = rule["pattern"] == "^\\$[a-z_]+$" && !words.starts_with('$');
            if param { told("is no parameter") } else { None }
        }
        Yaml::List(entries) => match rule["minItems"].as_u64() {
            Some(least) if (entries.len() as u64) < least => told("has too few entries"),
            _ => entries.iter().find_map(|entry| wrong(all, &rule["items"], entry)),
        },
        Yaml::Map(entries) => {
            let missing = rule["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let mut missing = missing.filter(|key| node.get(key).is_none());
            if let Some(key) = missing.next() {
                return told(&format!("\"{key}\" is missing"));
            }
            entries.iter().find_map(|(key, value)| {
                let inner = &rule["properties"][key.words().unwrap_or_default()];
                match inner {
                    Value::Null if rule["additionalProperties"] == false => {
                        Some(format!("{}: unknown key {:?}", key.at, key.words()))
                    }
                    Value::Null => None,
                    inner => wrong(all, inner, value),
                }
            })
        }
    }
}

#[test]
fn every_file_is_one_the_schema_takes() {
    let (sink, schema) = (Sink::default(), schema());
    let sources = files::sources_but(root(), "procedures", "scenarios", &sink);
    let mut seen = 0;
    for (file, node) in &sources {
        let rule = match file.split('/').nth(1) {
            Some("blocks") => &schema["$defs"]["block"],
            Some("pages") => &schema["$defs"]["page"],
            Some("parts") => &schema["$defs"]["part"],
            Some("rates" | "sites" | "targets" | "guide.yaml" | "abolished.yaml") => continue,
            _ => &schema,
        };
        assert_eq!(wrong(&schema, rule, node), None);
        seen += 1;
    }
    assert!(seen > 0);
    let slip =
        crate::yaml::parse("slip.yaml", "questions: [{ id: a, kind: name, lable: { vi: A, en: A } }]", &sink);
    let told = wrong(&schema, &schema["$defs"]["block"], &slip.expect("it is YAML"));
    assert!(told.is_some_and(|told| told.contains("lable") || told.contains("missing")));
}

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = schema();
    let part: Vec<&str> = ["params"].iter().chain(keys::LISTS).copied().collect();
    let known = [
        ("part", part.as_slice()),
        ("part_use", keys::PART_USE),
        ("step", keys::STEP),
        ("page", keys::PAGE),
        ("page_use", keys::PAGE_USE),
        ("block", keys::BLOCK),
        ("use", keys::USE),
        ("rows", keys::ROWS),
        ("question", keys::QUESTION),
        ("copy", keys::COPY),
        ("choice", keys::CHOICE),
        ("case", keys::CASE),
        ("rule", keys::RULE),
        ("component", keys::COMPONENT),
        ("paper_kind", keys::PAPER_KIND),
        ("spared", keys::SPARED),
        ("fee", keys::FEE),
        ("benefits", keys::BENEFITS),
        ("benefit", keys::BENEFIT),
        ("time", keys::TIME),
        ("result", keys::RESULT),
        ("paper", keys::PAPER),
    ];
    let same = |name: &str, rule: &Value, reader: &[&str]| {
        let keys = rule["properties"].as_object().map(|all| all.keys().map(String::as_str).collect());
        let (mut keys, mut reader): (Vec<&str>, Vec<&str>) = (keys.unwrap_or_default(), reader.to_vec());
        keys.sort_unstable();
        reader.sort_unstable();
        assert_eq!(keys, reader, "{name}");
    };
    same("procedure", &schema, keys::PROCEDURE);
    known.iter().for_each(|(name, reader)| same(name, &schema["$defs"][name], reader));
    same("line", &schema["$defs"]["line"]["anyOf"][1], keys::LINE);
}
