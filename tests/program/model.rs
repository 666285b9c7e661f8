//! A program whose model is hostile, broken or slow: nothing unproved is shown as proved, the passages come all the
//! same, and nothing stays in flight. The model is the scripted server of this crate, which keeps what it is sent.

mod guarded;
mod orders;

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use tests::{
    Breakage, CANARY, Manner, Mode, ModelServer, Program, Served, ask, ask_and_leave, begun,
    elements, escaped, get, invisible, unproved,
};

use super::{DAY, SAMPLES, write};

const QUESTIONS: [&str; 3] = [
    "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?",
    "Mức phạt lấn đất, chiếm đất nông nghiệp là bao nhiêu?",
    "Thời hạn nộp lưu hồ sơ chứng thực và trách nhiệm bồi thường?",
];
const HONEST: Mode = Mode::Speaks(Manner::Honest);
const FUZZED: Mode = Mode::Speaks(Manner::Fuzzed);
/// A connection that a client left is closed within this on any machine that works at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// The samples, and a restricted document that answers what is asked most: whatever a model does, of its words none
/// reaches one.
static KEPT: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(SAMPLES.root(), &folder.path().join("library"));
    let text = format!(
        "BỘ MẪU\nSố: 777/2025/TT-BMAU\nHà Nội, ngày 05 tháng 5 năm 2025\nTHÔNG TƯ\nQuy định mẫu về ký hiệu\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\nĐiều 1. Ký hiệu đăng ký khai sinh\n1. Ký hiệu đăng ký khai sinh trong thời hạn 60 ngày là {CANARY}.\nĐiều 2. Hiệu lực thi hành\nThông tư này có hiệu lực thi hành kể từ ngày 01 tháng 6 năm 2025.\n"
    );
    let file = write(folder.path(), "ky-hieu.txt", text);
    let program = Program::on(&folder.path().join("library"));
    let arguments = [
        "ingest".as_ref(),
        "--level".as_ref(),
        "restricted".as_ref(),
        file.as_os_str(),
    ];
    program.run(&arguments).success();
    folder
});

/// A program that writes with a scripted model.
struct Hostile {
    model: ModelServer,
    served: Served,
    _folder: tempfile::TempDir,
}

impl Hostile {
    /// Over the samples and a restricted document.
    fn over_samples(mode: Mode, seconds: u64) -> Self {
        Self::with_settings(mode, seconds, "")
    }

    /// The same with more settings.
    fn with_settings(mode: Mode, seconds: u64, more: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&KEPT.path().join("library"), &folder.path().join("library"));
        Self::start(folder, mode, seconds, more)
    }

    /// Over what lies in `library` in a folder.
    fn over(folder: tempfile::TempDir, mode: Mode, seconds: u64) -> Self {
        Self::start(folder, mode, seconds, "")
    }

    fn start(folder: tempfile::TempDir, mode: Mode, seconds: u64, more: &str) -> Self {
        let model = ModelServer::start(mode);
        let program = Program::on(&folder.path().join("library"));
        let settings = format!("{}{more}", model.settings(seconds));
        write(program.root(), "cancu.toml", settings);
        let served = program.serve(&["--corpus", "none"]);
        Self {
            model,
            served,
            _folder: folder,
        }
    }

    /// Asks a question; the answer in whole, after everything that holds in every mode was looked at.
    fn ask(&self, question: &str, mode: Mode) -> Value {
        let asked = ask(&self.served.address, question, DAY)
            .unwrap_or_else(|error| panic!("{mode:?}: {question}: {error}"));
        let name = mode.name();
        let first = asked.steps.first().map(|(_, step)| step);
        let first = first.unwrap_or_else(|| panic!("{name}: no step at all"));
        assert_eq!(
            first["event"], "evidence",
            "{name}: the passages come first"
        );
        let answer = asked
            .answer()
            .unwrap_or_else(|| panic!("{name}: the answer never ended: {}", asked.body));
        assert_eq!(
            answer["evidence"].as_array().map(Vec::len),
            first["evidence"].as_array().map(Vec::len),
            "{name}: the passages stay"
        );
        self.look(answer, mode);
        answer.clone()
    }

    /// Nothing unproved among what is shown as proved, and nothing that is kept back among what was sent.
    fn look(&self, answer: &Value, mode: Mode) {
        let name = mode.name();
        assert!(
            !self.model.was_sent(CANARY),
            "{name}: what is restricted was sent"
        );
        let findings = unproved(answer);
        assert!(findings.is_empty(), "{name}: {findings:#?}");
        let odd = invisible(&answer.to_string());
        assert!(odd.is_empty(), "{name}: {odd:?} in {answer:#}");
        for claim in answer["claims"].as_array().into_iter().flatten() {
            // What was said is not known where letters were changed on the way; nor is what the program quotes by itself,
            // where the policy keeps back what answers.
            let told = self.model.fault_of(claim);
            let is_own = answer["model"].is_null() && answer["egress"]["kept_back"] != 0;
            assert!(
                claim["verdict"] != "checked" || told == Some(None) || mode == FUZZED || is_own,
                "{name}: {told:?} shown as checked: {claim:#}"
            );
        }
        assert_eq!(
            self.model.visits_elsewhere(),
            0,
            "{name}: another origin was asked"
        );
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("a folder can be listed") {
        let entry = entry.expect("a folder can be listed");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}

fn checked(answer: &Value) -> usize {
    let claims = answer["claims"].as_array().into_iter().flatten();
    claims.filter(|claim| claim["verdict"] == "checked").count()
}

#[test]
fn an_honest_model_is_believed() {
    let mode = Mode::Speaks(Manner::Honest);
    let hostile = Hostile::over_samples(mode, 20);
    for question in QUESTIONS {
        let answer = hostile.ask(question, mode);
        assert!(checked(&answer) > 0, "{question}: {answer:#}");
        assert_eq!(answer["model"], "scripted", "{answer:#}");
    }
    let prompts = hostile.model.prompts();
    assert!(
        prompts.iter().all(tests::Prompt::has_evidence),
        "{prompts:#?}"
    );
    assert!(hostile.model.falls_silent(PATIENCE));
}

#[test]
fn whatever_a_model_says_nothing_unproved_is_shown_as_proved() {
    let hostile = Hostile::over_samples(HONEST, 20);
    for manner in Manner::ALL {
        let mode = Mode::Speaks(*manner);
        hostile.model.behave(mode);
        for question in QUESTIONS {
            hostile.ask(question, mode);
        }
    }
    assert!(
        hostile.model.falls_silent(PATIENCE),
        "a connection is left open"
    );
}

#[test]
fn however_a_model_breaks_the_passages_come_and_nothing_stays_in_flight() {
    let hostile = Hostile::over_samples(HONEST, 1);
    for breakage in Breakage::ALL {
        let mode = Mode::Breaks(*breakage);
        hostile.model.behave(mode);
        let before = hostile.model.asked();
        let answer = hostile.ask(QUESTIONS[0], mode);
        assert!(
            !answer["evidence"].as_array().expect("passages").is_empty(),
            "{breakage:?}"
        );
        assert!(
            hostile.model.asked() > before,
            "{breakage:?}: the model was not even asked"
        );
        assert!(
            hostile.model.falls_silent(PATIENCE),
            "{breakage:?}: {} connections are left open",
            hostile.model.in_flight()
        );
        // A good model is believed again; and one that fails five times in a row is left alone for a while.
        hostile.model.behave(HONEST);
        hostile.ask(QUESTIONS[0], HONEST);
    }
    // A million letters are the most that an answer has; nobody reads a gigabyte of them.
    assert!(hostile.model.sent() < 1 << 30, "{}", hostile.model.sent());
}

/// The model would go on for minutes: what stops it is that nobody reads.
#[test]
fn a_closed_tab_stops_the_model() {
    let hostile = Hostile::over_samples(HONEST, 600);
    for breakage in [
        Breakage::HangBefore,
        Breakage::HangAfterHead,
        Breakage::HangAfter,
        Breakage::Drip,
        Breakage::CommentsForEver,
    ] {
        let mode = Mode::Breaks(breakage);
        hostile.model.behave(mode);
        let before = hostile.model.asked();
        let mut asked = || {
            let until = std::time::Instant::now() + PATIENCE;
            while hostile.model.asked() == before && std::time::Instant::now() < until {
                std::thread::sleep(Duration::from_millis(5));
            }
        };
        let left = ask_and_leave(&hostile.served.address, QUESTIONS[0], DAY, 1, &mut asked);
        let left = left.expect("the passages come");
        assert_eq!(left.steps.len(), 1, "{breakage:?}");
        assert!(
            hostile.model.falls_silent(PATIENCE),
            "{breakage:?}: the model is still asked"
        );
        assert_eq!(
            hostile.model.asked(),
            before + 1,
            "{breakage:?}: asked again for nobody"
        );
    }
}

/// Who has no scripts sees the provisions while the model is silent: they are the first part of the page. Nothing of a
/// model that is asked for somebody who left stays in flight.
#[test]
fn without_scripts_the_provisions_do_not_wait_for_the_model() {
    let hostile = Hostile::over_samples(HONEST, 600);
    hostile.model.behave(Mode::Breaks(Breakage::HangBefore));
    let address = &hostile.served.address;
    let question = escaped(QUESTIONS[0]);
    let kept = get(address, &format!("/api/search?q={question}&on={DAY}")).expect("it answers");
    assert_eq!(kept.status, 200, "{}", kept.body);
    for language in ["vi", "en", "fr"] {
        let path = format!("/hoi?q={question}&on={DAY}&lang={language}");
        // The part that never comes would be waited for until the test is given up.
        let page = begun(address, &path, "</ol>").expect("the provisions come");
        assert_eq!(page.status, 200, "{}", page.head);
        for expect in [
            "id=\"waiting\"",
            "class=\"evidence\"",
            "60 ngày",
            "href=\"/tim?q=",
        ] {
            assert!(page.body.contains(expect), "{expect}: {}", page.body);
        }
        assert!(!page.body.contains("id=\"answer\""), "{}", page.body);
    }
    assert!(hostile.model.asked() > 0, "the model was never asked");
    assert!(
        hostile.model.falls_silent(PATIENCE),
        "the model is still asked"
    );

    // With a model that speaks the page is one, whatever it was sent in.
    hostile.model.behave(HONEST);
    let whole = get(address, &format!("/hoi?q={question}&on={DAY}")).expect("a page");
    let (_, answer) = whole
        .body
        .split_once("<div id=\"answer\">")
        .expect("an answer");
    assert!(answer.contains("class=\"claim\""), "{answer}");
    assert_eq!(whole.body.matches("<main").count(), 1);
    assert_eq!(whole.body.matches("</html>").count(), 1);
}

/// The record's page is there while its question is asked again.
#[test]
fn asking_again_shows_the_record_at_once() {
    let hostile = Hostile::over_samples(HONEST, 600);
    let answer = hostile.ask(QUESTIONS[0], HONEST);
    let id = answer["record"].as_str().expect("a record");
    hostile.model.behave(Mode::Breaks(Breakage::HangBefore));
    let path = format!("/ho-so/{id}/hoi-lai");
    let page = begun(&hostile.served.address, &path, "waiting").expect("the head comes");
    assert!(page.body.contains(id), "{}", page.body);
    assert!(
        hostile.model.falls_silent(PATIENCE),
        "the model is still asked"
    );
    hostile.model.behave(HONEST);
    let whole = get(&hostile.served.address, &path).expect("a page");
    assert!(whole.body.contains("id=\"again-title\""), "{}", whole.body);
    assert_eq!(whole.body.matches("</html>").count(), 1);
}

/// What a page made by the server may hold where claims stand.
#[test]
fn nothing_but_text_of_a_model_is_on_the_page() {
    let hostile = Hostile::over_samples(Mode::Speaks(Manner::Markup), 20);
    for manner in [
        Manner::Markup,
        Manner::Links,
        Manner::Obeying,
        Manner::ControlCharacters,
    ] {
        hostile.model.behave(Mode::Speaks(manner));
        for question in QUESTIONS {
            let path = format!("/hoi?q={}&on={DAY}", escaped(question));
            let page = get(&hostile.served.address, &path).expect("a page");
            assert_eq!(page.status, 200, "{}", page.head);
            let main = page
                .body
                .split_once("<div id=\"answer\">")
                .expect("an answer")
                .1;
            let main = main.split("</main>").next().unwrap_or_default();
            let main = main.split("<template").next().unwrap_or_default();
            let strange = strange(main);
            assert!(strange.is_empty(), "{manner:?}: {strange:#?}");
        }
    }
}

/// Tags and addresses that our templates do not make.
fn strange(html: &str) -> Vec<String> {
    let ours = elements();
    let mut found = Vec::new();
    for part in html.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        let name = tag
            .trim_start_matches('/')
            .split_whitespace()
            .next()
            .unwrap_or_default();
        if !ours.contains(name) {
            found.push(format!("<{tag}>"));
        }
        for address in tag.split("href=\"").skip(1) {
            if !address.starts_with('/') && !address.starts_with('#') {
                found.push(format!("<{tag}>"));
            }
        }
        if tag.contains(" on")
            && tag.contains("=")
            && tag
                .split_whitespace()
                .any(|word| word.starts_with("on") && word.contains('='))
        {
            found.push(format!("<{tag}>"));
        }
    }
    found
}
