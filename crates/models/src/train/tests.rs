//! Training on invented pairs.

use std::fs;

use super::*;
use crate::{Embedder, EmbedderConfig, Use};

/// Invented articles: a heading and a text that shares no word with the others.
fn pairs() -> Vec<TrainPair> {
    let subjects = [
        "cầu đường",
        "bến phà",
        "chợ đêm",
        "hồ nước",
        "vườn cây",
        "nhà sách",
        "lớp học",
        "sân bóng",
        "xưởng mộc",
        "bãi xe",
    ];
    let actions = [
        ("mở", "khai trương phải báo trước"),
        ("đóng", "ngừng hoạt động cần niêm yết"),
        ("sửa", "tu bổ theo bản vẽ"),
        ("giao", "chuyển cho đơn vị quản lý"),
        ("thuê", "ký hợp đồng hằng năm"),
    ];
    let pair = |subject: &str, (action, text): (&str, &str)| TrainPair {
        query: format!("{action} {subject}"),
        passage: format!("Việc {text} tại {subject} của xã."),
    };
    subjects
        .iter()
        .flat_map(|subject| actions.iter().map(|action| pair(subject, *action)))
        .collect()
}

const CONFIG: TrainConfig = TrainConfig {
    dimensions: 32,
    vocabulary: 600,
    epochs: 60,
    batch: 25,
    seed: 3,
};

#[test]
fn learns_invented_pairs_and_repeats_itself() {
    let pairs = pairs();
    let mut losses = Vec::new();
    let files = train(&pairs, &CONFIG, &mut |progress| losses.push(progress.loss));
    assert!(losses.last() < losses.first(), "{losses:?}");
    assert!(
        files == train(&pairs, &CONFIG, &mut |_| {}),
        "the same seed gives the same bytes"
    );
    let other = TrainConfig { seed: 4, ..CONFIG };
    assert!(
        files != train(&pairs, &other, &mut |_| {}),
        "another seed gives another model"
    );

    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in &files {
        fs::write(folder.path().join(name), bytes).expect("a file in it");
    }
    let model = Some(folder.path().display().to_string());
    let embedder = Embedder::new(&EmbedderConfig {
        model,
        ..EmbedderConfig::default()
    })
    .expect("it loads");
    let texts = |part: fn(&TrainPair) -> &str| pairs.iter().map(part).collect::<Vec<_>>();
    let passages = embedder
        .embed(&texts(|pair| &pair.passage), Use::Passage)
        .expect("passages embed");
    let accented = texts(|pair| &pair.query);
    let plain: Vec<String> = accented
        .iter()
        .map(|query| crate::embed::prepare::unaccented(query))
        .collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    for queries in [accented, plain] {
        let queries = embedder.embed(&queries, Use::Query).expect("queries embed");
        let score = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let first = queries.iter().zip(&passages).filter(|(query, own)| {
            let own = score(query, own);
            passages
                .iter()
                .all(|passage| score(query, passage) <= own + 1e-6)
        });
        let first = first.count();
        assert!(first >= 45, "{first} of 50 passages come first");
    }
}

/// The graph in the runtime gives what the rows add up to.
#[test]
fn graph_agrees_with_a_plain_sum() {
    let (vocabulary, table) = weights(
        &pairs(),
        &TrainConfig {
            epochs: 1,
            ..CONFIG
        },
        &mut |_| {},
    );
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files::write(&vocabulary, &table) {
        fs::write(folder.path().join(name), bytes).expect("a file in it");
    }
    let model = Some(folder.path().display().to_string());
    let embedder = Embedder::new(&EmbedderConfig {
        model,
        ..EmbedderConfig::default()
    })
    .expect("it loads");
    let texts = [
        "mở chợ đêm",
        "Việc tu bổ theo bản vẽ tại hồ nước của xã, việc tu bổ",
        "cho dem",
    ];
    let (rows, scales) = files::quantise(&table.values, table.width);
    for (text, found) in texts
        .iter()
        .zip(embedder.embed(&texts, Use::Query).expect("texts embed"))
    {
        let read = vocabulary.rows(text, false);
        let mut bag: Vec<u32> = if read.accented.is_empty() {
            &read.plain
        } else {
            &read.accented
        }
        .iter()
        .flatten()
        .copied()
        .collect();
        bag.sort_unstable();
        bag.dedup();
        let mut sum = vec![0.0f32; table.width];
        for row in bag {
            let values = &rows[row as usize * table.width..][..table.width];
            sum.iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += f32::from(*value) * scales[row as usize]);
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        let far = sum
            .iter()
            .zip(&found)
            .map(|(sum, found)| (sum / length - found).abs())
            .fold(0.0, f32::max);
        assert!(far < 1e-5, "{text}: {far}");
    }
}

#[test]
fn no_pairs_give_an_empty_model_not_a_panic() {
    let files = train(&[], &CONFIG, &mut |_| {});
    assert_eq!(files.len(), 5);
}

#[test]
fn every_pair_once_a_pass() {
    for (pairs, pass) in [(1, 0), (16, 1), (50, 2), (1_000, 3)] {
        let mut order = shuffled(pairs, 9, pass);
        assert_ne!(order.len(), 0);
        order.sort_unstable();
        assert!(order.into_iter().eq(0..pairs));
    }
}
