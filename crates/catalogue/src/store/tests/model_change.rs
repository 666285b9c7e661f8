//! Changing the embedding model of what is held: gathered, stopped, gone on with, put in use in one step.

use super::*;

fn stocked() -> (tempfile::TempDir, Catalogue) {
    let (root, catalogue) = opened();
    for name in ["Một", "Hai", "Ba"] {
        let one = document(&catalogue, name, "Quốc hội", &format!("Điều 1. {name}."));
        catalogue.add(&[one]).unwrap();
    }
    (root, catalogue)
}

fn vectors(catalogue: &Catalogue) -> Vec<Vec<f32>> {
    let held = catalogue
        .changes(0, catalogue.seq().unwrap())
        .unwrap()
        .added;
    let mut vectors = Vec::new();
    catalogue
        .for_each_passage(&held, &mut |_, vector| vectors.push(vector))
        .unwrap();
    vectors
}

fn gather(catalogue: &Catalogue, model: &str, passages: &[u64]) {
    let all: Vec<(u64, Vec<f32>)> = passages
        .iter()
        .map(|id| (*id, vec![0.0, 1.0, 0.0]))
        .collect();
    catalogue.add_next_vectors(model, &all).unwrap();
}

#[test]
fn a_model_is_changed_in_one_step_when_all_is_there() {
    let (root, catalogue) = stocked();
    assert_eq!(catalogue.next_model().unwrap(), None);
    catalogue.begin_model("large").unwrap();
    gather(&catalogue, "large", &[1, 2]);
    assert_eq!(catalogue.change_model("large", 3).unwrap(), None);
    assert_eq!(catalogue.model().unwrap(), Some(("small".to_owned(), 2)));
    // Stopped and opened again: what was gathered is kept, and what is in use is whole.
    drop(catalogue);
    let catalogue = Catalogue::open(root.path()).unwrap();
    assert_eq!(catalogue.next_model().unwrap().as_deref(), Some("large"));
    catalogue.begin_model("large").unwrap();
    assert_eq!(catalogue.without_next_vector().unwrap(), [3]);
    assert!(vectors(&catalogue).iter().all(|vector| vector.len() == 2));
    // Loaded meanwhile, with the model in use.
    let late = document(&catalogue, "Bốn", "Quốc hội", "Điều 1. Bốn.");
    catalogue.add(&[late]).unwrap();
    assert_eq!(catalogue.without_next_vector().unwrap(), [3, 4]);
    gather(&catalogue, "large", &[3, 4]);
    let before = catalogue.seq().unwrap();
    assert_eq!(
        catalogue.change_model("large", 3).unwrap(),
        Some(before + 1)
    );
    assert_eq!(catalogue.model().unwrap(), Some(("large".to_owned(), 3)));
    assert!(vectors(&catalogue).iter().all(|vector| vector.len() == 3));
    assert_eq!(catalogue.next_model().unwrap(), None);
    catalogue.forget_old_model().unwrap();
    assert_eq!(catalogue.check(true).unwrap(), []);
    // Loaded again with the new model, nothing changes; the old one is refused.
    let (documents, _) = catalogue.documents(catalogue.seq().unwrap(), &ALL).unwrap();
    for document in &documents {
        assert!(
            catalogue
                .holds_original(&document.original, "large")
                .unwrap()
        );
    }
    let old = document(&catalogue, "Năm", "Quốc hội", "Điều 1. Năm.");
    assert!(matches!(
        catalogue.add(&[old]),
        Err(Error::OtherModel { .. })
    ));
    // And back, over what the first change left.
    catalogue.begin_model("small").unwrap();
    let back: Vec<_> = (1..=4).map(|id| (id, vec![1.0, 0.0])).collect();
    catalogue.add_next_vectors("small", &back).unwrap();
    assert!(catalogue.change_model("small", 2).unwrap().is_some());
    assert_eq!(vectors(&catalogue)[0], [1.0, 0.0]);
}

#[test]
fn another_model_begins_anew() {
    let (_root, catalogue) = stocked();
    catalogue.begin_model("large").unwrap();
    gather(&catalogue, "large", &[1, 2, 3]);
    catalogue.begin_model("larger").unwrap();
    assert_eq!(catalogue.without_next_vector().unwrap(), [1, 2, 3]);
    let late = catalogue.add_next_vectors("large", &[(1, vec![1.0])]);
    assert!(matches!(late, Err(Error::OtherModel { .. })), "{late:?}");
    assert!(matches!(
        catalogue.change_model("large", 3),
        Err(Error::OtherModel { .. })
    ));
    gather(&catalogue, "larger", &[1, 2, 3]);
    catalogue.forget_next_model().unwrap();
    assert_eq!(catalogue.next_model().unwrap(), None);
    assert_eq!(catalogue.model().unwrap(), Some(("small".to_owned(), 2)));
}

#[test]
fn removed_and_damaged_vectors_do_not_come_into_use() {
    let (root, catalogue) = stocked();
    catalogue.begin_model("large").unwrap();
    gather(&catalogue, "large", &[1, 2, 3]);
    let id = catalogue
        .documents(catalogue.seq().unwrap(), &ALL)
        .unwrap()
        .0[0]
        .id
        .clone();
    let removed = catalogue.remove(id.as_str()).unwrap().unwrap();
    catalogue.purge(removed).unwrap();
    gather(&catalogue, "large", &[1, 2, 3, 99]);
    let raw = rusqlite::Connection::open(root.path().join("catalogue.sqlite")).unwrap();
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        raw.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count("next_vector"), 2, "of what is gone nothing is kept");
    raw.execute(
        "UPDATE next_vector SET value = x'00' WHERE passage = (SELECT min(passage) FROM next_vector)",
        [],
    )
    .unwrap();
    assert_eq!(catalogue.change_model("large", 3).unwrap(), None);
    let lacking = catalogue.without_next_vector().unwrap();
    assert_eq!(lacking.len(), 1, "the damaged one is made again");
    gather(&catalogue, "large", &lacking);
    assert!(catalogue.change_model("large", 3).unwrap().is_some());
    assert_eq!(count("old_vector"), 2);
    catalogue.forget_old_model().unwrap();
    assert_eq!(count("old_vector"), 0);
}

/// Data folders from before the model could be changed have no table for the next vectors.
#[test]
fn an_older_data_folder_can_change_its_model() {
    let (root, catalogue) = stocked();
    drop(catalogue);
    let raw = rusqlite::Connection::open(root.path().join("catalogue.sqlite")).unwrap();
    raw.execute_batch("DROP TABLE next_vector").unwrap();
    drop(raw);
    let reader = Catalogue::open_read_only(root.path()).unwrap().unwrap();
    assert_eq!(reader.next_model().unwrap(), None);
    let catalogue = Catalogue::open(root.path()).unwrap();
    catalogue.begin_model("large").unwrap();
    gather(
        &catalogue,
        "large",
        &catalogue.without_next_vector().unwrap(),
    );
    assert!(catalogue.change_model("large", 3).unwrap().is_some());
    // A reader from before the change sees the new vectors, none of the old.
    assert!(vectors(&reader).iter().all(|vector| vector.len() == 3));
}
