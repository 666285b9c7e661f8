//! What a command works with: the data folder, its settings, the day, and the parts opened on demand.

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context as _;
use catalogue::{Catalogue, Deed, People};
use clap::ArgMatches;
use index::Generation;
use legal::Date;
use models::{BadRanking, Embedder, Ranking, Reranker};
use search::{Library, Reranking, Wordings};
use server::record::Keeper;

use crate::{
    embedders::Embedders,
    failure::{self, Told},
    messages::{Language, fill},
    output,
    settings::{Profile, Settings, SettingsError},
};

/// How often a locked data folder is tried again, every 50 ms, before it is given up.
const LOCK_TRIES: u32 = 10;

/// The data folder and what was said about it.
pub(crate) struct Workplace {
    pub(crate) language: Language,
    pub(crate) root: PathBuf,
    pub(crate) settings: Settings,
}

impl Workplace {
    /// From `--data`, else `CANCU_DATA`, else `index`.
    pub(crate) fn new(matches: &ArgMatches, language: Language) -> anyhow::Result<Self> {
        let named = matches.get_one::<PathBuf>("data").cloned();
        let root = named.or_else(|| std::env::var_os("CANCU_DATA").map(PathBuf::from));
        let root = root.unwrap_or_else(|| PathBuf::from("index"));
        let mut settings = Settings::read(&root)?;
        let serve = matches.subcommand_matches("serve").unwrap_or(matches);
        if serve.get_flag("offline") {
            settings.server.profile = Profile::Offline;
        }
        Ok(Self {
            language,
            root,
            settings,
        })
    }

    /// The catalogue for writing; makes the data folder. A folder that is locked is
    /// tried again for a little while: whoever holds it may be about to end.
    pub(crate) fn catalogue(&self) -> anyhow::Result<Catalogue> {
        std::fs::create_dir_all(&self.root).with_context(|| self.root.display().to_string())?;
        let mut tries = 0;
        loop {
            match Catalogue::open(&self.root) {
                Err(catalogue::Error::Locked(_)) if tries < LOCK_TRIES => tries += 1,
                opened => return Ok(opened?),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Where backups are put.
    pub(crate) fn backups(&self) -> PathBuf {
        let named = self.settings.backup.folder.clone();
        named.unwrap_or_else(|| self.root.join("backups"))
    }

    /// Writes a decision to the audit. It was taken already: that it cannot be written is said.
    pub(crate) fn note(&self, deed: Deed, about: &str, detail: &str) {
        let people = People::new(&self.root);
        if let Err(error) = people.note(&crate::commands::act(), deed, about, detail) {
            output::error(&fill(
                self.language,
                "audit_unwritten",
                &[("detail", &error)],
            ));
        }
    }

    /// Works in what a change means for what checkers recorded, and tells the audit. The change was done and stands: that
    /// this failed is said, and the next change tries it again.
    pub(crate) fn follow_resolutions(&self, catalogue: &Catalogue) {
        let follow = || -> anyhow::Result<()> {
            if !catalogue.unapplied_resolutions()?.is_empty() {
                let embedder = self.loading_embedder(catalogue)?;
                ingest::apply_resolutions(catalogue, &embedder)?;
            }
            let people = People::new(&self.root);
            catalogue.tell_audit(&people, crate::commands::act().at)?;
            Ok(())
        };
        if let Err(error) = follow() {
            let values: [(&str, &dyn std::fmt::Display); 1] = [("detail", &error)];
            output::error(&fill(self.language, "resolutions_not_followed", &values));
        }
    }

    /// The catalogue for reading, if there is one.
    pub(crate) fn catalogue_to_read(&self) -> anyhow::Result<Catalogue> {
        let empty = || Told::new("empty_library", &[]);
        Ok(Catalogue::open_read_only(&self.root)?.ok_or_else(empty)?)
    }

    /// The embedding model that the settings name.
    pub(crate) fn embedder(&self) -> anyhow::Result<Embedder> {
        Ok(Embedder::new(&self.settings.embedder(&self.root))?)
    }

    /// The embedding model for documents that join those held: the one that these were embedded with. That the
    /// settings name another one is said.
    pub(crate) fn loading_embedder(&self, catalogue: &Catalogue) -> anyhow::Result<Arc<Embedder>> {
        let held = catalogue.model()?.map(|(model, _)| model);
        let held = held.unwrap_or_default();
        match self.fitting(&Embedders::new(&self.root), &held)? {
            Some(embedder) => Ok(embedder),
            None => Err(Told::new("error_old_model_gone", &[("held", &held)]).into()),
        }
    }

    /// The embedding model with an id; says so where it is not the one of the settings, or is not there.
    pub(crate) fn fitting(
        &self,
        embedders: &Embedders,
        model: &str,
    ) -> anyhow::Result<Option<Arc<Embedder>>> {
        let fitting = embedders.fitting(model)?;
        let note = match &fitting {
            (_, true) => return Ok(fitting.0),
            (Some(_), false) => "model_behind",
            (None, _) => "meaning_off",
        };
        output::error(&fill(self.language, note, &[("held", &model)]));
        Ok(fitting.0)
    }

    /// What reads the best results once more, if the settings name it.
    pub(crate) fn reranking(&self) -> anyhow::Result<Option<Reranking>> {
        let (Some(config), Some(settings)) =
            (self.settings.reranker(&self.root), &self.settings.reranker)
        else {
            return Ok(None);
        };
        Ok(Some(Reranking {
            model: Arc::new(Reranker::new(&config)?),
            depth: settings.depth,
            limit: Duration::from_secs_f32(settings.seconds),
            weight: settings.weight,
        }))
    }

    /// Who writes answers, if the settings name a model and it may be called.
    pub(crate) fn author(&self) -> anyhow::Result<Option<answer::Author>> {
        let policy = self.settings.policy.read();
        let writer = self.settings.writer.as_ref();
        // Offline nobody is called, whatever the settings name.
        let writer = writer.filter(|_| !self.settings.is_offline());
        let wrong = |error: models::WriterError| SettingsError {
            file: self.root.join("cancu.toml").display().to_string(),
            detail: format!("[writer]: {error}"),
        };
        let author = writer.map(|writer| writer.author(policy)).transpose();
        Ok(author.map_err(wrong)?)
    }

    /// What is searched beside the words asked: the program's table, and `wording.txt` of the data folder after it.
    pub(crate) fn wordings(&self) -> anyhow::Result<Arc<Wordings>> {
        let own = Wordings::own();
        let file = self.root.join("wording.txt");
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Arc::new(own)),
            Err(error) => return Err(anyhow::Error::new(error).context(file.display().to_string())),
        };
        let with = own.with(&text).map_err(|bad| {
            let values: [(&'static str, &dyn std::fmt::Display); 3] = [
                ("file", &file.display()),
                ("line", &bad.line),
                ("text", &bad.text),
            ];
            Told::new("bad_wording", &values)
        })?;
        Ok(Arc::new(with))
    }

    /// What orders results: `ranking.json` of the data folder, else the program's own.
    pub(crate) fn ranking(&self) -> anyhow::Result<Option<Arc<Ranking>>> {
        let file = self.root.join("ranking.json");
        let json = match std::fs::read_to_string(&file) {
            Ok(json) => json,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(search::own_ranking().map(Arc::new));
            }
            Err(error) => return Err(anyhow::Error::new(error).context(file.display().to_string())),
        };
        let ranking = Ranking::from_json(&json, &search::features());
        let bad = |bad| {
            let (key, detail) = match bad {
                BadRanking::Features => ("old_ranking", String::new()),
                BadRanking::Format(detail) => ("bad_ranking", detail),
            };
            Told::new(key, &[("file", &file.display()), ("detail", &detail)])
        };
        Ok(Some(Arc::new(ranking.map_err(bad)?)))
    }

    /// Where answers are recorded, with the ranking that orders their evidence.
    pub(crate) fn keeper(&self, ranking: Option<&Ranking>) -> Keeper {
        Keeper::new(&self.root, self.settings.records.keep_days, ranking)
    }

    /// How files are read: by this program's own worker.
    pub(crate) fn loading(&self) -> anyhow::Result<ingest::Settings> {
        Ok(self.settings.loading(std::env::current_exe()?))
    }

    /// Everything a search needs. An index that is behind or damaged is published first, where that is possible.
    pub(crate) fn library(&self) -> anyhow::Result<Library> {
        let catalogue = Arc::new(self.catalogue_to_read()?);
        let generation = Arc::new(self.generation(&catalogue)?);
        Ok(Library {
            embedder: self.fitting(&Embedders::new(&self.root), generation.model())?,
            catalogue,
            generation,
            wordings: self.wordings()?,
            ranking: self.ranking()?,
            reranking: self.reranking()?,
            sight: search::Sight::default(),
        })
    }

    /// What is searchable. What a stopped process accepted but did not publish is published now; while another
    /// process is writing, that one will do it.
    pub(crate) fn generation(&self, catalogue: &Catalogue) -> anyhow::Result<Generation> {
        match Generation::open(&self.root, catalogue) {
            Ok(Some(generation)) if generation.seq() >= catalogue.seq()? => Ok(generation),
            Ok(Some(behind)) => Ok(self.caught_up(behind)),
            Ok(None) | Err(index::Error::Damaged(_)) => self.publish(),
            Err(error) => Err(error.into()),
        }
    }

    /// The generation after `behind`. What is older can still be searched; that it is older, and why, is said,
    /// unless another process is loading: that is no fault, and waiting for it would slow every search.
    fn caught_up(&self, behind: Generation) -> Generation {
        let published = match Catalogue::open(&self.root) {
            Err(catalogue::Error::Locked(_)) => return behind,
            opened => opened
                .map_err(Into::into)
                .and_then(|catalogue| self.published(&catalogue)),
        };
        published.unwrap_or_else(|error| {
            let reason = failure::sentence(self.language, &error);
            output::error(&fill(self.language, "behind", &[("reason", &reason)]));
            behind
        })
    }

    /// Publishes what the catalogue holds and opens it.
    pub(crate) fn publish(&self) -> anyhow::Result<Generation> {
        self.published(&self.catalogue()?)
    }

    fn published(&self, catalogue: &Catalogue) -> anyhow::Result<Generation> {
        index::publish(&self.root, catalogue, &mut |_, _| ())?;
        Ok(Generation::open(&self.root, catalogue)?
            .ok_or_else(|| Told::new("empty_library", &[]))?)
    }
}

/// The day of `--on`, else today in Vietnam, which has one time zone (UTC+7) all year.
pub(crate) fn day(matches: &ArgMatches) -> anyhow::Result<Date> {
    let Some(text) = matches.get_one::<String>("on") else {
        return Ok(today());
    };
    Ok(text
        .parse()
        .map_err(|_| Told::new("bad_date", &[("date", text)]))?)
}

/// This moment.
pub(crate) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Today in Vietnam.
pub(crate) fn today() -> Date {
    let vietnam = jiff::tz::Offset::constant(7);
    vietnam.to_datetime(jiff::Timestamp::now()).date()
}

/// The words of an argument that takes several, joined by spaces.
pub(crate) fn words(matches: &ArgMatches, name: &str) -> String {
    matches
        .get_many::<String>(name)
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}
