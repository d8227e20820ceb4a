//! Other people's labelled sets: Febrl 3 and fake_1000, matched within themselves after training without labels.
//!
//! The sets are not part of this project. `LIENTHONG_LINKAGE_SETS` names the folder with `febrl3.csv`,
//! `fake_1000.csv` and `fake_1000_labels.csv`; without it the tests say so and pass.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use matching::{Config, Index, Matcher, Model, clusters, csv};

fn set(name: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("LIENTHONG_LINKAGE_SETS").map(PathBuf::from) else {
        eprintln!("skipped: LIENTHONG_LINKAGE_SETS does not name a folder with {name}");
        return None;
    };
    Some(std::fs::read(folder.join(name)).unwrap())
}

/// The pairs of keys that belong together, by the model trained on the set itself.
fn linked(index: &Index, config: &Config) -> HashSet<(String, String)> {
    let mut model = Model::plain(config);
    for _ in 0..2 {
        model = Matcher::new(index, &model).unwrap().train_within();
    }
    let matcher = Matcher::new(index, &model).unwrap();
    let pairs = matcher.within(0.5, 2);
    let mut linked = HashSet::new();
    for group in clusters(&pairs, 0.5) {
        let keys: Vec<String> = group.iter().map(|&one| String::from_utf8(index.key(one)).unwrap()).collect();
        for one in &keys {
            linked.extend(keys.iter().filter(|other| one < other).map(|other| (one.clone(), other.clone())));
        }
    }
    linked
}

fn f1(linked: &HashSet<(String, String)>, truth: &HashSet<(String, String)>) -> f64 {
    let right = linked.intersection(truth).count() as f64;
    let f1 = 2.0 * right / (linked.len() + truth.len()) as f64;
    println!("{} linked, {right} of them right, {} true: F1 {f1:.5}", linked.len(), truth.len());
    f1
}

#[test]
fn febrl3_is_resolved() {
    let Some(bytes) = set("febrl3.csv") else { return };
    let config = Config::from_json(include_str!("febrl.json")).unwrap();
    let index = csv::read_register(&bytes[..], &config, "rec_id", 2).unwrap();
    let mut truth = HashSet::new();
    let mut people: HashMap<String, Vec<String>> = HashMap::new();
    for line in String::from_utf8(bytes).unwrap().lines().skip(1) {
        let id = line.split(',').next().unwrap().to_owned();
        people.entry(id.split('-').nth(1).unwrap().to_owned()).or_default().push(id);
    }
    for ids in people.values() {
        for one in ids {
            truth.extend(ids.iter().filter(|other| one < other).map(|other| (one.clone(), other.clone())));
        }
    }
    let f1 = f1(&linked(&index, &config), &truth);
    assert!(f1 >= 0.9987, "F1 {f1:.5}");
}

#[test]
fn fake_1000_is_resolved() {
    let (Some(bytes), Some(labels)) = (set("fake_1000.csv"), set("fake_1000_labels.csv")) else { return };
    let config = Config::from_json(include_str!("fake_1000.json")).unwrap();
    let index = csv::read_register(&bytes[..], &config, "unique_id", 2).unwrap();
    let (mut truth, mut judged) = (HashSet::new(), HashSet::new());
    for line in String::from_utf8(labels).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (one, other) = (cells[0].to_owned(), cells[2].to_owned());
        let pair = if one < other { (one, other) } else { (other, one) };
        if cells[4].parse::<f64>().unwrap() > 0.5 {
            truth.insert(pair.clone());
        }
        judged.insert(pair);
    }
    let linked = linked(&index, &config).intersection(&judged).cloned().collect();
    let f1 = f1(&linked, &truth);
    assert!(f1 >= 0.90, "F1 {f1:.5}");
}
