//! Tests of changing the model: stopped, gone on with, documents loaded meanwhile, another process writing.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
};

use catalogue::NewDocument;
use index::Generation;
use legal::{DocumentId, SourceText};
use models::EmbedderConfig;

use super::*;
use crate::passages;

/// A decision of so many articles, embedded by an old model.
fn document(catalogue: &Catalogue, number: u32, articles: u32) -> NewDocument {
    let articles: Vec<String> = (1..=articles)
        .map(|n| format!("Điều {n}. Mức hỗ trợ {n}\nMức hỗ trợ là {n}.000 đồng cho mỗi hộ.\n"))
        .collect();
    let text = format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày 15 tháng 01 năm 2025\nQUYẾT ĐỊNH\nVề mức hỗ trợ\n{}",
        articles.concat()
    );
    let source = SourceText::plain(&text);
    let parsed = legal::parse(&source);
    let mut passages = passages(&source, &parsed);
    for passage in &mut passages {
        (passage.vector, passage.model) = (vec![0.6, 0.8], "old".to_owned());
    }
    NewDocument {
        id: DocumentId::new(&parsed.header, "none"),
        original: catalogue.put_original(text.as_bytes()).expect("stored"),
        part: String::new(),
        file_name: format!("{number}.txt"),
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        source,
        header: parsed.header,
        validity: parsed.validity,
        provisions: parsed.provisions,
        annexes: parsed.annexes,
        relations: parsed.relations,
        issues: parsed.issues,
        flags: "[]".to_owned(),
        passages,
    }
}

fn add(root: &Path, number: u32, articles: u32) {
    let catalogue = Catalogue::open(root).expect("nobody else writes");
    let document = document(&catalogue, number, articles);
    catalogue.add(&[document]).expect("it is added");
    index::publish(root, &catalogue, &mut |_, _| {}).expect("it is published");
}

fn model(root: &Path) -> String {
    let catalogue = Catalogue::open_read_only(root).expect("it opens");
    let catalogue = catalogue.expect("it is there");
    let generation = Generation::open(root, &catalogue).expect("it opens");
    generation.expect("it is published").model().to_owned()
}

fn builtin() -> Embedder {
    Embedder::new(&EmbedderConfig::default()).expect("the built-in model loads")
}

#[test]
fn a_stop_loses_nothing_and_what_comes_meanwhile_is_embedded() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let new = builtin();
    assert_eq!(
        embed(root, &new, &mut |_| {}).expect("an empty folder is no error"),
        Embedded::default()
    );
    add(root, 1, 40);
    let stopped = catch_unwind(AssertUnwindSafe(|| {
        embed(root, &new, &mut |step| {
            let half_way = matches!(step, Progress::Embedding { done: 1.., .. });
            assert!(!half_way, "a stop half-way, wanted by the test");
        })
    }));
    assert!(stopped.is_err());
    assert_eq!(model(root), "old", "the generation in use stays");
    // Loaded meanwhile, once between the runs and once inside one.
    add(root, 2, 3);
    let mut late = false;
    let done = embed(root, &new, &mut |step| {
        if matches!(step, Progress::Embedding { done: 1.., .. }) && !late {
            assert_eq!(model(root), "old");
            add(root, 3, 2);
            late = true;
        }
    })
    .expect("it goes on");
    assert!(late);
    assert_eq!(done.kept, FIRST as u64, "what was done is not done again");
    assert_eq!(done.kept + done.passages, done.searchable);
    assert_eq!(model(root), new.id());
    let catalogue = Catalogue::open_read_only(root).expect("it opens");
    let catalogue = catalogue.expect("it is there");
    assert_eq!(catalogue.check(true).expect("checked"), []);
    assert_eq!(index::check(root, &catalogue, true).expect("checked"), []);
    let again = embed(root, &new, &mut |_| {}).expect("nothing to do");
    assert_eq!((again.passages, again.searchable), (0, done.searchable));
}

#[test]
fn whoever_writes_is_waited_for_and_two_do_not_embed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    add(root, 1, 2);
    let (waits, told) = mpsc::channel();
    let writing = Catalogue::open(root).expect("nobody else writes");
    std::thread::scope(|scope| {
        let working = scope.spawn(move || {
            let mut waited = 0;
            let done = embed(root, &builtin(), &mut |step| {
                if matches!(step, Progress::Waiting) {
                    waited += 1;
                    let _ = waits.send(());
                }
            });
            (done.expect("it embeds"), waited)
        });
        told.recv().expect("it says that it waits");
        let second = embed(root, &builtin(), &mut |_| {});
        assert!(matches!(
            second,
            Err(Error::Catalogue(catalogue::Error::Locked(_)))
        ));
        drop(writing);
        let (done, waited) = working.join().expect("no panic");
        assert_eq!((done.passages, waited), (done.searchable, 1));
    });
    assert_ne!(model(root), "old");
}
