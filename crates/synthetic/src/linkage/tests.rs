//! What the files hold: the rates of the table, unique numbers, twins, the same bytes for a seed.

use super::*;
use std::collections::{HashMap, HashSet};

fn made(people: u64, errors: &Errors, seed: u64) -> [String; 3] {
    let mut out = [Vec::new(), Vec::new(), Vec::new()];
    let [register, sector, truth] = &mut out;
    write(register, sector, truth, people, errors, seed).unwrap();
    out.map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
    let first = made(2_000, &Errors::STANDARD, 6);
    assert_eq!(first, made(2_000, &Errors::STANDARD, 6));
    assert_ne!(first, made(2_000, &Errors::STANDARD, 7));
}

#[test]
fn numbers_and_keys_are_unique_and_old_numbers_need_not_be() {
    let [register, _, _] = made(40_000, &Errors::STANDARD, 6);
    let (mut pids, mut keys) = (HashSet::new(), HashSet::new());
    for line in register.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert!(keys.insert(cells[0]) && pids.insert(cells[1]));
        let year: u32 = cells[4][6..].parse().unwrap();
        assert!(cells[1].len() == 12 && cells[1][4..6] == cells[4][8..], "the number tells the year");
        assert!(cells[2].is_empty() || year <= 2004);
        vietnam::FullName::parse(cells[3]).unwrap();
        vietnam::BirthDate::parse(cells[4]).unwrap();
    }
    assert_eq!(keys.len(), 40_000);
}

#[test]
fn the_faults_come_as_often_as_the_table_says() {
    let [register, sector, truth] = made(100_000, &Errors::STANDARD, 6);
    let people: HashMap<&str, Vec<&str>> = register
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0], cells))
        .collect();
    let mut count = HashMap::<&str, f64>::new();
    let mut links = 0.0;
    for (line, truth) in sector.lines().zip(truth.lines()).skip(1) {
        let (of, key) = truth.split_once(',').unwrap();
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[0], of);
        let Some(person) = people.get(key) else { continue };
        links += 1.0;
        let mut add = |what, hit: bool| *count.entry(what).or_default() += f64::from(u8::from(hit));
        add("pid missing", cells[1].is_empty());
        add("pid wrong", !cells[1].is_empty() && cells[1] != person[1]);
        add("year", cells[4].len() == 4);
        add("swap", cells[4].len() > 4 && cells[4] != person[4]);
        add("commune", cells[6] != person[6]);
        add("sex", cells[5] != person[5]);
        add("plain", cells[3].is_ascii() && !person[3].is_ascii());
        add("upper", cells[3].to_uppercase() == cells[3]);
    }
    assert!((0.94..0.96).contains(&(links / 50_000.0)));
    for (what, share) in [
        ("pid missing", 0.30),
        ("pid wrong", 0.02),
        ("year", 0.08),
        ("swap", 0.02 * 12.0 / 30.4),
        ("commune", 0.10),
        ("sex", 0.005),
        ("plain", 0.25),
        ("upper", 0.20),
    ] {
        let got = count[what] / links;
        assert!((got - share).abs() < 0.05 * share + 0.003, "{what}: {got} for {share}");
    }
}

#[test]
fn some_are_twins_and_no_two_have_one_number() {
    let population = Population::new(6, 100_000);
    let mut births = HashMap::<_, Vec<_>>::new();
    for nth in 0..100_000 {
        let person = population.person(nth);
        let birth = (person.name.surname, person.year, person.month, person.day, person.commune);
        births.entry(birth).or_default().push(person.pid);
    }
    let twins = births.values().filter(|all| all.len() > 1).map(Vec::len).sum::<usize>();
    assert!((300..700).contains(&twins), "{twins} of a hundred thousand");
}
