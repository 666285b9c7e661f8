//! Tests of evaluations: what counts as a fall, what is kept.

use super::*;

fn asked(text: &str, before: Option<&[Option<u32>]>, ranks: &[Option<u32>]) -> Asked {
    Asked {
        text: text.to_owned(),
        provisions: vec!["Điều 1 Luật Mẫu".to_owned(); ranks.len()],
        ranks: ranks.to_vec(),
        before: before.map(<[_]>::to_vec),
    }
}

fn run(name: &str, margin: f64, questions: Vec<Asked>) -> Run {
    Run {
        name: name.to_owned(),
        at: format!("2026-11-30T10:00:00Z {name}"),
        who: "an".to_owned(),
        day: Date::constant(2026, 11, 30),
        batch: None,
        turned_down: false,
        generation: 1,
        version: "0".to_owned(),
        embedder: "m".to_owned(),
        reranker: None,
        against: None,
        margin,
        questions,
    }
}

#[test]
fn a_fall_beyond_the_margin_is_one() {
    // Of a hundred questions so many are lost, or slip to the second place.
    let check = |lost: usize, slipped: usize, margin: f64, fell: bool| {
        let first = [Some(1)];
        let questions = (0..100).map(|number| {
            let now = match number {
                number if number < lost => None,
                number if number < lost + slipped => Some(2),
                _ => Some(1),
            };
            asked(&number.to_string(), Some(&first), &[now])
        });
        let run = run("a", margin, questions.collect());
        assert_eq!(run.fell(), fell, "{lost} {slipped} {margin}");
        assert_eq!(run.worse().count(), lost + slipped);
    };
    check(0, 0, 2.0, false);
    check(2, 0, 2.0, false);
    check(3, 0, 2.0, true);
    check(0, 4, 2.0, false);
    check(0, 5, 2.0, true);
    check(1, 0, 0.0, true);
    check(100, 0, 100.0, false);
}

#[test]
fn a_question_turns_by_what_is_found_of_it() {
    let check = |before: Option<&[Option<u32>]>, now: &[Option<u32>], turn: Turn| {
        assert_eq!(asked("a", before, now).turn(), turn, "{before:?} {now:?}");
    };
    check(None, &[Some(1)], Turn::New);
    check(Some(&[Some(1)]), &[Some(1)], Turn::Same);
    check(Some(&[None]), &[None], Turn::Same);
    check(Some(&[Some(1)]), &[Some(2)], Turn::Worse);
    check(Some(&[Some(11)]), &[Some(9)], Turn::Better);
    check(Some(&[Some(1), None]), &[Some(2), Some(3)], Turn::Better);
    check(Some(&[Some(2), Some(3)]), &[Some(1), None], Turn::Worse);
    // Nobody reads so far: it is no fall.
    check(Some(&[Some(20)]), &[None], Turn::Same);
    let new = run("a", 2.0, vec![asked("a", None, &[None])]);
    assert!(!new.fell(), "what is new falls from nowhere");
}

#[test]
fn runs_are_kept_and_people_move_the_mark() {
    let root = tempfile::tempdir().expect("a folder");
    let kept = Evaluations::new(root.path());
    assert!(kept.runs().is_empty() && kept.mark().is_none());
    assert_eq!(kept.gold(), Ok(Vec::new()));
    assert_eq!(
        kept.set_lines("Câu hỏi?\tĐiều 1 Luật Mẫu năm 2020\r\n"),
        Ok(1)
    );
    assert!(matches!(
        kept.set_lines("Câu hỏi?"),
        Err(Failure::BadGold(_))
    ));
    assert_eq!(
        kept.gold().expect("questions").len(),
        1,
        "what is wrong is not kept"
    );
    for name in ["a", "b"] {
        kept.keep(&run(name, 2.0, vec![asked("x", None, &[Some(1)])]))
            .expect("it is kept");
    }
    let names: Vec<String> = kept.runs().iter().map(|run| run.name.clone()).collect();
    assert_eq!(names, ["b", "a"]);
    kept.set_mark("a").expect("it is kept");
    assert_eq!(kept.mark().map(|run| run.name).as_deref(), Some("a"));
    assert_eq!(kept.run("../a"), Ok(None));
    std::fs::write(root.path().join(RUNS).join("b.json"), "{").expect("a file");
    assert_eq!(Evaluations::new(root.path()).runs().len(), 1);
}
