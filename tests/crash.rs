//! Kill -9 at random moments while documents are loaded, replaced and removed: nothing that was reported as
//! published is lost, nothing removed comes back, and no hand is needed afterwards.
//!
//! `CANCU_KILLS` sets how many kills must hit a running program (200); `CANCU_SEED` repeats a run.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Chance, Program};

/// What is known of the kept documents: number of the document → its version.
type Kept = BTreeMap<u64, u64>;

/// What is done while the program is killed.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// A document is loaded, new or in a new version.
    Load(u64, u64),
    /// A document is removed.
    Remove(u64),
    /// The index is made again.
    Rebuild,
}

fn symbol(number: u64) -> String {
    format!("{number}/2025/QĐ-UBND")
}

fn text(number: u64, version: u64) -> String {
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\n\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\n-------\nSố: {}\n\n\
         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n\
         Đồng Mẫu, ngày 15 tháng 01 năm 2025\n\nQUYẾT ĐỊNH\nVề mức hỗ trợ số {number}\n\n\
         Căn cứ Luật Tổ chức chính quyền Mẫu số 900/2023/QHMAU;\n\n\
         Điều 1. Mức hỗ trợ\n1. Mức hỗ trợ đợt {number} lần {version} là {version}.000 đồng.\n\
         2. Mã kiểm tra: kiemtra{number}v{version}.\n\n\
         Điều 2. Hiệu lực thi hành\nQuyết định này có hiệu lực thi hành từ ngày 01 tháng 02 năm 2025./.\n",
        symbol(number)
    )
}

fn start(program: &Program, files: &Path, act: Act, ids: &BTreeMap<u64, String>) -> Child {
    let file = files.join("quyet-dinh.txt");
    let arguments = match act {
        Act::Load(number, version) => {
            std::fs::write(&file, text(number, version)).expect("a file can be written");
            vec!["ingest".to_owned(), file.to_string_lossy().into_owned()]
        }
        Act::Remove(number) => vec!["remove".to_owned(), ids[&number].clone()],
        Act::Rebuild => vec!["rebuild".to_owned()],
    };
    let mut command = program.command(&arguments);
    command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    command.spawn().expect("the program can be started")
}

/// What a fresh process finds: number → id of each listed document.
fn listed(program: &Program) -> BTreeMap<u64, String> {
    let list = program.run(&["list", "--json"]).json();
    let entry = |document: &Value| {
        let (number, _) = document["symbol"].as_str()?.split_once('/')?;
        Some((number.parse().ok()?, document["id"].as_str()?.to_owned()))
    };
    list["documents"]
        .as_array()
        .expect("documents")
        .iter()
        .filter_map(entry)
        .collect()
}

/// The version of a document that a fresh process serves.
fn version(program: &Program, number: u64) -> Option<u64> {
    let reference = format!("khoản 2 Điều 1 Quyết định số {}", symbol(number));
    let shown = program.run(&["show", &reference, "--on", super::program::DAY]);
    let (_, rest) = shown.stdout.split_once(&format!("kiemtra{number}v"))?;
    rest.split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// How long each kind of act takes to its end, as last seen. One figure taken at the start would not do: what else
/// ran on the machine at that moment then decides for the whole run how many programs are hit.
struct Lasts([Duration; 3]);

impl Lasts {
    fn kind(act: Act) -> usize {
        match act {
            Act::Load(..) => 0,
            Act::Remove(_) => 1,
            Act::Rebuild => 2,
        }
    }
}

/// More documents than this are not kept, so that a turn at the end costs what one at the start does.
const KEPT: usize = 24;

/// Waits until `moment` after the start, kills, and says whether it had succeeded before.
fn kill(mut child: Child, moment: Duration) -> bool {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return status.success();
        }
        if started.elapsed() >= moment {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    // SIGKILL on this system: no destructor runs.
    let _ = child.kill();
    child.wait().is_ok_and(|status| status.success())
}

#[test]
fn nothing_published_is_lost() {
    let kills: u64 = std::env::var("CANCU_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(200);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let mut chance = Chance::seeded("crash");
    let began = Instant::now();

    // The first load is let through, to learn how long one takes; so is every tenth act after it.
    let mut kept = Kept::new();
    let whole = Instant::now();
    assert!(
        start(&program, folder.path(), Act::Load(1, 1), &BTreeMap::new())
            .wait()
            .is_ok_and(|s| s.success())
    );
    let mut lasts = Lasts([whole.elapsed(); 3]);
    kept.insert(1, 1);
    let mut ids = listed(&program);
    let (mut killed, mut finished) = (0, 0);
    let mut turn = 0;
    while killed < kills {
        turn += 1;
        let known = kept
            .keys()
            .nth(chance.below(kept.len().max(1) as u64) as usize)
            .copied();
        let act = match (chance.below(10), known) {
            (0, Some(number)) if kept.len() > 3 => Act::Remove(number),
            (1, _) => Act::Rebuild,
            (2..=4, Some(number)) => Act::Load(number, kept[&number] + 1),
            (_, Some(number)) if kept.len() >= KEPT => Act::Remove(number),
            _ => Act::Load(turn + 1, 1),
        };
        let last = &mut lasts.0[Lasts::kind(act)];
        let moment = match turn % 10 {
            0 => Duration::from_secs(600),
            _ => last.mul_f64(chance.below(1100) as f64 / 1000.0),
        };
        let started = Instant::now();
        let done = kill(start(&program, folder.path(), act, &ids), moment);
        if done {
            *last = started.elapsed();
            finished += 1;
        } else {
            killed += 1;
        }
        // A fresh process starts: what was accepted before the kill becomes searchable without any hand.
        let searched = program.run(&["search", "mức hỗ trợ"]).success();
        assert_eq!(
            searched.stderr, "",
            "turn {turn}, {act:?} killed after {moment:?}"
        );
        let checked = program.run(&["check"]);
        assert_eq!(
            checked.code,
            Some(0),
            "turn {turn}, {act:?} killed after {moment:?}: {checked:#?}"
        );
        ids = listed(&program);
        after(&program, act, done, &mut kept, &ids, turn);
    }
    for (number, expect) in &kept {
        assert_eq!(
            version(&program, *number),
            Some(*expect),
            "document {number} at the end"
        );
    }
    program.run(&["check", "--deep"]).success();
    eprintln!(
        "crash: {killed} killed, {finished} had finished, {} documents kept, nothing lost, {:.0} s",
        kept.len(),
        began.elapsed().as_secs_f64()
    );
}

/// Every document that was kept is still there; the one in hand is in its old or in its new state, never
/// between, and in the new one if the program had said so.
fn after(
    program: &Program,
    act: Act,
    done: bool,
    kept: &mut Kept,
    ids: &BTreeMap<u64, String>,
    turn: u64,
) {
    let touched = match act {
        Act::Load(number, _) | Act::Remove(number) => Some(number),
        Act::Rebuild => None,
    };
    for number in kept.keys().filter(|number| touched != Some(**number)) {
        assert!(
            ids.contains_key(number),
            "turn {turn}, {act:?}: document {number} is lost"
        );
    }
    match act {
        Act::Load(number, new) => {
            let old = kept.get(&number).copied();
            let now = if ids.contains_key(&number) {
                version(program, number)
            } else {
                None
            };
            if done {
                assert_eq!(
                    now,
                    Some(new),
                    "turn {turn}: document {number} was reported as published"
                );
            } else {
                assert!(
                    now == old || now == Some(new),
                    "turn {turn}: document {number} is {now:?}, was {old:?}"
                );
            }
            now.and_then(|now| kept.insert(number, now));
        }
        Act::Remove(number) => {
            let there = ids.contains_key(&number);
            assert!(
                !(done && there),
                "turn {turn}: document {number} was reported as removed"
            );
            if !there {
                kept.remove(&number);
                assert_eq!(
                    version(program, number),
                    None,
                    "turn {turn}: removed document {number} still answers"
                );
            }
        }
        Act::Rebuild => {}
    }
}
