//! The fault matrix: every way in which a model can be broken, slow or hostile, so many times each, asked as the pages
//! ask. Passages must come, nothing false may be shown as checked, nothing may stay in flight.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;
use tests::{
    Asked, Breakage, Manner, Mode, ModelServer, Program, ask, invisible, sample, unproved,
};

/// When a person at the page still waits.
const SOON: Duration = Duration::from_secs(12);
/// Clients that ask at the same time.
const CLIENTS: usize = 4;
const DAY: &str = "2026-11-22";
const QUESTIONS: [&str; 6] = [
    "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?",
    "Mức phạt lấn đất, chiếm đất nông nghiệp là bao nhiêu?",
    "Thời hạn nộp lưu hồ sơ chứng thực",
    "Diện tích tối thiểu tách thửa đất ở tại xã",
    "Mức chuẩn trợ cấp xã hội hằng tháng",
    "Hòa giải tranh chấp đất đai ở xã do ai thực hiện?",
];

/// What came of the runs of one mode.
#[derive(Debug, Default)]
struct Row {
    runs: usize,
    soon: usize,
    slowest: Duration,
    longest: Duration,
    checked: usize,
    partly: usize,
    dropped: usize,
    refused: usize,
    /// Claims shown as checked that are false by construction, and whatever else an honest answer never has.
    findings: Vec<String>,
    failures: Vec<String>,
}

/// Runs the matrix and prints it; whether everything held.
pub(crate) fn measure(runs: usize) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let model = ModelServer::start(Mode::Speaks(Manner::Honest));
    let program = Program::on(folder.path());
    program.run(&["ingest".as_ref(), sample("").as_os_str()]);
    std::fs::write(folder.path().join("cancu.toml"), model.settings(2)).expect("settings");
    println!("fault matrix: {runs} runs a mode, first token within 2 s, answer within 4 s");
    println!(
        "{:<38} {:>5} {:>7} {:>8} {:>8} {:>6} {:>8} {:>7} {:>8} {:>7} {:>6} {:>6}",
        "mode",
        "runs",
        "≤ 12 s",
        "slowest",
        "ended",
        "asked",
        "checked",
        "partly",
        "dropped",
        "refused",
        "false",
        "leaked"
    );
    let mut held = true;
    let (mut all, mut soon, mut wrong, mut leaked) = (0, 0, 0, 0);
    for mode in Mode::all() {
        // A fresh process each, so that no mode is spared because the one before made the writer distrusted.
        let served = program.serve(&["--corpus", "none"]);
        model.behave(mode);
        let before = model.asked();
        let row = run(&served.address, &model, mode, runs);
        model.falls_silent(Duration::from_secs(10));
        let open = model.in_flight();
        println!(
            "{:<38} {:>5} {:>7} {:>7.2}s {:>7.2}s {:>6} {:>8} {:>7} {:>8} {:>7} {:>6} {:>6}",
            mode.name(),
            row.runs,
            row.soon,
            row.slowest.as_secs_f64(),
            row.longest.as_secs_f64(),
            model.asked() - before,
            row.checked,
            row.partly,
            row.dropped,
            row.refused,
            row.findings.len(),
            open
        );
        for line in row.findings.iter().chain(&row.failures).take(5) {
            println!("    {line}");
        }
        held = held && row.soon == row.runs && row.findings.is_empty() && open == 0;
        all += row.runs;
        soon += row.soon;
        wrong += row.findings.len();
        leaked += open;
        if mode == Mode::Breaks(Breakage::Redirect) && model.visits_elsewhere() > 0 {
            println!(
                "    another origin was asked {} times",
                model.visits_elsewhere()
            );
            held = false;
        }
    }
    println!(
        "in all: passages within 12 s in {soon} of {all}; shown as checked and false: {wrong}; left in flight: {leaked}"
    );
    held
}

/// As many runs as are asked for, a few at a time: a writer that fails five times in a row is left alone for a while, and
/// an honest answer in between makes it trusted again.
fn run(address: &str, model: &ModelServer, mode: Mode, runs: usize) -> Row {
    let row = Mutex::new(Row::default());
    let mut begun = 0;
    while begun < runs {
        let some = begun..runs.min(begun + CLIENTS);
        begun = some.end;
        std::thread::scope(|scope| {
            for at in some {
                let row = &row;
                scope.spawn(move || {
                    let asked = ask(address, QUESTIONS[at % QUESTIONS.len()], DAY);
                    let mut row = row.lock().expect("no thread panics with it");
                    row.runs += 1;
                    match asked {
                        Ok(asked) => row.take(&asked, model, mode),
                        Err(error) => row.failures.push(error.to_string()),
                    }
                });
            }
        });
        if begun < runs && matches!(mode, Mode::Breaks(_)) {
            model.behave(Mode::Speaks(Manner::Honest));
            let _ = ask(address, QUESTIONS[0], DAY);
            model.behave(mode);
        }
    }
    row.into_inner().expect("no thread panics with it")
}

impl Row {
    fn take(&mut self, asked: &Asked, model: &ModelServer, mode: Mode) {
        if let Some(after) = asked.passages_after() {
            self.soon += usize::from(after <= SOON);
            self.slowest = self.slowest.max(after);
        }
        self.longest = self.longest.max(asked.took);
        let Some(answer) = asked.answer() else {
            self.failures.push("the answer never ended".to_owned());
            return;
        };
        self.refused += usize::from(!answer["refusal"].is_null());
        self.dropped += answer["dropped"].as_array().map_or(0, Vec::len);
        self.findings.extend(unproved(answer));
        let odd = invisible(&asked.body);
        if !odd.is_empty() {
            self.findings.push(format!("shown: {odd:?}"));
        }
        for claim in answer["claims"].as_array().into_iter().flatten() {
            if claim["verdict"] == "checked" {
                self.checked += 1;
                // What was said is not known where letters were changed on the way.
                if mode != Mode::Speaks(Manner::Fuzzed) {
                    self.findings.extend(falsehood(claim, model));
                }
            } else {
                self.partly += 1;
            }
        }
    }
}

/// What is wrong with a claim that is called checked; `None`: it is true.
pub(crate) fn falsehood(claim: &Value, model: &ModelServer) -> Option<String> {
    let fault = match model.fault_of(claim) {
        Some(None) => return None,
        Some(Some(fault)) => format!("{fault:?}"),
        None => "never said".to_owned(),
    };
    let text = claim["text"].as_str().unwrap_or_default();
    let quotes = claim["quotes"].as_array().into_iter().flatten();
    let quotes: Vec<&str> = quotes.filter_map(|quote| quote["text"].as_str()).collect();
    Some(format!("{fault}: {text} ← {}", quotes.join(" | ")))
}
