//! The legal-basis block: what an official pastes into a file. Names of provisions, and nothing that a machine wrote.

use crate::{
    Paper,
    words::{raised, short_day, status},
};

/// One provision a line, ended as II.6.a of Phụ lục I of Decree 30/2020 ends a list of bases; the id of the record last.
pub fn block(paper: &Paper) -> String {
    let mut text = String::new();
    for (n, line) in lines(paper).iter().enumerate() {
        let end = if n + 1 == paper.bases.len() { '.' } else { ';' };
        text.push_str(&format!("- {line}{end}\n"));
    }
    if paper.bases.is_empty() {
        text.push_str("Không có căn cứ nào được đối chiếu.\n");
    }
    if !paper.record.is_empty() {
        text.push_str(&format!("Mã đối chiếu: {}\n", paper.record));
    }
    text
}

/// The provisions with their state on the day.
pub(crate) fn lines(paper: &Paper) -> Vec<String> {
    let line = |basis: &crate::Basis| {
        format!(
            "{} ({} tại ngày {})",
            raised(&basis.name()),
            status(basis.status),
            short_day(paper.on)
        )
    };
    paper.bases.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use legal::{Date, Status};

    use super::*;
    use crate::Basis;

    fn basis() -> Basis {
        Basis {
            place: "khoản 2 Điều 5".to_owned(),
            kind: "Nghị định".to_owned(),
            symbol: "901/2024/NĐ-CPMAU".to_owned(),
            title: "Về công tác mẫu".to_owned(),
            issuer: "Chính phủ Mẫu".to_owned(),
            issued: Some(Date::constant(2024, 2, 5)),
            status: Status::InForce,
        }
    }

    fn check(bases: Vec<Basis>, expect: &str) {
        let paper = Paper {
            on: Date::constant(2026, 11, 2),
            record: "CC-7K3M-9QXW-2TPD".to_owned(),
            bases,
            ..Paper::default()
        };
        assert_eq!(
            block(&paper),
            format!("{expect}Mã đối chiếu: CC-7K3M-9QXW-2TPD\n")
        );
    }

    #[test]
    fn provisions_are_named_as_in_a_file() {
        check(
            vec![
                basis(),
                Basis {
                    place: "Điều 3".to_owned(),
                    kind: "Luật".to_owned(),
                    symbol: "31/2024/QHMAU".to_owned(),
                    title: "Chợ quê".to_owned(),
                    issuer: String::new(),
                    issued: None,
                    status: Status::Unknown,
                },
            ],
            "- Khoản 2 Điều 5 Nghị định số 901/2024/NĐ-CPMAU ngày 05 tháng 02 năm 2024 của Chính phủ Mẫu về công tác \
             mẫu (còn hiệu lực tại ngày 02/11/2026);\n\
             - Điều 3 Luật Chợ quê số 31/2024/QHMAU (chưa xác định được hiệu lực tại ngày 02/11/2026).\n",
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        check(
            vec![Basis {
                place: String::new(),
                kind: String::new(),
                symbol: String::new(),
                title: "UBND xã Mẫu thông báo".to_owned(),
                issuer: String::new(),
                issued: Some(Date::constant(2024, 12, 15)),
                status: Status::Expired,
            }],
            "- Ngày 15 tháng 12 năm 2024 UBND xã Mẫu thông báo (hết hiệu lực tại ngày 02/11/2026).\n",
        );
        check(Vec::new(), "Không có căn cứ nào được đối chiếu.\n");
    }
}
