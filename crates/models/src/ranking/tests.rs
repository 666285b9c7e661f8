//! Rankings trained on invented lists.

use super::*;
use crate::ranking::learn::{RankingConfig, RankingList};

const NAMES: [&str; 3] = ["noise", "good", "bad"];

/// Of each list one candidate answers; the second feature tells it, the third speaks against it, the first nothing.
fn lists(count: usize) -> Vec<RankingList> {
    let mut state = 5_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32
    };
    let list = |n: usize, noise: &mut dyn FnMut() -> f32| {
        let answer = n % 7;
        let mut list = RankingList {
            question: format!("câu hỏi {n}"),
            ..RankingList::default()
        };
        for candidate in 0..12 {
            let good = f32::from(u8::from(candidate == answer));
            let row = [noise(), 0.6 * good + noise(), noise() - 0.3 * good];
            list.features.extend(row);
            list.grades.push(u32::from(candidate == answer));
        }
        list
    };
    (0..count).map(|n| list(n, &mut noise)).collect()
}

const CONFIG: RankingConfig = RankingConfig {
    trees: 40,
    leaves: 8,
    rate: 0.1,
    leaf: 10,
    share: 1.0,
    sample: 0.7,
    restraint: 1.0,
    seed: 1,
    directions: Vec::new(),
};

fn first(ranking: &Ranking, list: &RankingList) -> usize {
    let scores: Vec<f32> = list
        .features
        .chunks(3)
        .map(|row| ranking.score(row))
        .collect();
    (0..scores.len())
        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
        .unwrap_or(0)
}

#[test]
fn learns_what_tells_an_answer_and_repeats_itself() {
    let lists = lists(300);
    let (train, test) = lists.split_at(200);
    let mut told = (0, 0);
    let ranking = Ranking::train(train, &NAMES, &CONFIG, &mut |done, all| told = (done, all));
    assert_eq!(told, (240, 240));
    let right = test
        .iter()
        .filter(|list| list.grades[first(&ranking, list)] > 0)
        .count();
    let guess = test.iter().filter(|list| {
        let best = list
            .features
            .chunks(3)
            .enumerate()
            .max_by(|a, b| a.1[1].total_cmp(&b.1[1]));
        best.is_some_and(|(at, _)| list.grades[at] > 0)
    });
    let guess = guess.count();
    assert!(right > guess, "{right} of 100; by the one feature {guess}");
    assert_eq!(
        ranking,
        Ranking::train(train, &NAMES, &CONFIG, &mut |_, _| {})
    );
    assert!(ranking.knows("câu hỏi 3") && !ranking.knows("câu hỏi 250"));
    assert!(ranking.odds.scale > 0.0);
}

#[test]
fn a_file_gives_the_same_ranking() {
    let ranking = Ranking::train(&lists(60), &NAMES, &CONFIG, &mut |_, _| {});
    let json = ranking.to_json();
    assert_eq!(
        Ranking::from_json(&json, &NAMES).expect("it is one"),
        ranking
    );
    assert!(matches!(
        Ranking::from_json(&json, &NAMES[..2]),
        Err(BadRanking::Features)
    ));
    let broken = json.replacen("\"l\":1", "\"l\":0", 1);
    for bad in ["", "{}", "[]", &json[..json.len() / 2], &broken] {
        assert!(matches!(
            Ranking::from_json(bad, &NAMES),
            Err(BadRanking::Format(_))
        ));
    }
}

#[test]
fn parts_sum_up_to_the_odds() {
    let ranking = Ranking::train(&lists(60), &NAMES, &CONFIG, &mut |_, _| {});
    let roots: f32 = ranking.trees.iter().map(|tree| tree.nodes[0].value).sum();
    let roots = roots * ranking.odds.scale + ranking.odds.offset;
    for row in [[0.5, 1.2, -0.2], [0.1, 0.1, 0.9], [f32::NAN, 0.5, 0.5]] {
        let sum: f32 = ranking.parts(&row).iter().sum();
        assert!((roots + sum - ranking.odds(&row)).abs() < 1e-3);
    }
    let parts = ranking.parts(&[0.5, 1.4, -0.3]);
    assert!(parts[1] > parts[0].abs(), "noise is no reason: {parts:?}");
}

#[test]
fn lists_that_tell_nothing_give_a_ranking_that_orders_nothing() {
    let silent = [
        RankingList::default(),
        RankingList {
            question: "một".to_owned(),
            features: vec![0.0; 6],
            grades: vec![0, 0],
        },
        RankingList {
            question: "hai".to_owned(),
            features: vec![0.0; 3],
            grades: vec![1],
        },
    ];
    for lists in [&silent[..], &[]] {
        let ranking = Ranking::train(lists, &NAMES, &CONFIG, &mut |_, _| {});
        assert!(ranking.score(&[1.0, 2.0, 3.0]).abs() < f32::EPSILON);
        assert!(ranking.odds(&[0.0; 3]).is_finite());
    }
}

#[test]
fn a_promised_direction_is_kept_everywhere() {
    let config = RankingConfig {
        directions: vec![0, 1, -1],
        ..CONFIG
    };
    let ranking = Ranking::train(&lists(200), &NAMES, &config, &mut |_, _| {});
    let steps = || (-10..=20).map(|n| n as f32 / 10.0);
    for noise in [0.1, 0.5, 0.9] {
        for fixed in steps() {
            let up: Vec<f32> = steps().map(|x| ranking.score(&[noise, x, fixed])).collect();
            let down: Vec<f32> = steps().map(|x| ranking.score(&[noise, fixed, x])).collect();
            assert!(up.windows(2).all(|pair| pair[0] <= pair[1]), "{up:?}");
            assert!(down.windows(2).all(|pair| pair[0] >= pair[1]), "{down:?}");
        }
    }
}

#[test]
fn the_two_forms_of_a_question_are_not_told_by_one_another() {
    // Nothing can be learned from noise but the questions themselves, and each is there twice.
    let mut noise = lists(60);
    for list in &mut noise {
        let rotated = list.grades.len() / 2;
        list.grades.rotate_left(rotated);
        list.features.chunks_mut(3).for_each(|row| row[1] = row[0]);
    }
    let twice: Vec<RankingList> = noise
        .iter()
        .flat_map(|one| [one.clone(), one.clone()])
        .collect();
    let config = RankingConfig {
        trees: 80,
        leaf: 2,
        ..CONFIG
    };
    let ranking = Ranking::train(&twice, &NAMES, &config, &mut |_, _| ());
    let best = noise.iter().flat_map(|list| list.features.chunks(3));
    let best = best.map(|row| ranking.odds(row)).fold(f32::MIN, f32::max);
    assert!(
        best < 0.0,
        "one in twelve answers, and it is told with odds of {best}"
    );
}
