//! Rights that are taken while an answer comes.

use std::time::{Duration, Instant};

use tests::{Breakage, Client, Mode, ModelServer, Program, sample};

/// A model that says nothing for ten minutes: what ends the answer is that its reader is not let in any more.
#[test]
fn an_answer_ends_with_the_right_to_it() {
    let model = ModelServer::start(Mode::Breaks(Breakage::HangBefore));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(folder.path());
    program
        .run(&[
            "ingest",
            &sample("nghi-dinh-901-2024.pdf").to_string_lossy(),
        ])
        .success();
    std::fs::write(folder.path().join("cancu.toml"), model.settings(600)).expect("settings");
    let served = program.serve(&[]);
    Client::first(&served, "an");
    let question =
        "q=%C4%91%C4%83ng+k%C3%BD+khai+sinh+trong+bao+nhi%C3%AAu+ng%C3%A0y&on=2026-11-22";
    for route in ["/api/ask/stream", "/hoi"] {
        let name = format!("binh{}", route.len());
        let reader = Client::new(&program, &served.address, &name, &["official"]);
        let before = model.asked();
        let path = format!("{route}?{question}");
        let reading = std::thread::spawn(move || reader.get(&path));
        let end = Instant::now() + Duration::from_secs(60);
        while model.asked() == before {
            assert!(Instant::now() < end, "the model is never asked");
            std::thread::sleep(Duration::from_millis(10));
        }
        program.run(&["account", "disable", &name]).success();
        let read = reading.join().expect("the answer ends");
        assert_eq!(read.status, 200, "{route}: it had begun");
        assert!(
            read.body.contains("901/2024"),
            "{route}: the provisions had come"
        );
        assert!(!read.body.contains("\"done\""), "{route}: {}", read.body);
        assert!(
            model.falls_silent(Duration::from_secs(60)),
            "{route}: the model is still asked"
        );
    }
}
