//! Checking the accounts: the file, and the chain of the audit.

use super::People;
use crate::{Error, Problem, Verified};

impl People {
    /// Checks the file and every line of the audit; nothing where nobody was ever written down.
    pub fn check(&self) -> Result<Vec<Problem>, Error> {
        let place = self.file.display().to_string();
        let problem = |detail: String| Problem {
            place: place.clone(),
            detail,
        };
        let read = self.read(|reader| {
            let mut check = reader.prepare("PRAGMA integrity_check")?;
            let lines = check.query_map([], |row| row.get::<_, String>(0))?;
            Ok(lines.collect::<Result<Vec<String>, _>>()?)
        });
        let lines = match read {
            Ok(lines) => lines.unwrap_or_default(),
            Err(Error::Damaged(detail)) => return Ok(vec![problem(detail)]),
            Err(error) => return Err(error),
        };
        let mut problems: Vec<Problem> = lines
            .into_iter()
            .filter(|line| line != "ok")
            .map(|line| problem(format!("{line}: restore from a backup")))
            .collect();
        if let Verified::Broken { number, fault } = self.verify_audit(None)? {
            let detail = format!("line {number} of the audit: {}", fault.name());
            problems.push(problem(detail));
        }
        Ok(problems)
    }
}
