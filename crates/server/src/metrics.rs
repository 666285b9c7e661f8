//! What is counted for whoever runs the server, in the text form that Prometheus reads.
//!
//! Labels are templates of routes, names of our own enums and numbers of statuses: never a question, a name, a title,
//! an id or an address, so that the sets are bounded and nothing confidential is told.

use std::{
    sync::atomic::AtomicU64,
    time::{Duration, Instant},
};

use axum::http::Method;
use prometheus_client::{
    encoding::prometheus_text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

use crate::{api::health::Health, limits::Class};

/// Who may read them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exposure {
    /// Nobody.
    Off,
    /// Whoever is on this machine.
    #[default]
    Loopback,
    /// Whoever reaches the server.
    Anyone,
}

/// Bounds of the times, in seconds: a page takes some milliseconds, an answer of a model a minute.
const SECONDS: [f64; 13] = [
    0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0,
];

type Labels = Vec<(&'static str, String)>;
type Decimal = Gauge<f64, AtomicU64>;

/// What is counted. Counting takes a lock for less than a microsecond.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    started: Instant,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    limited: Family<Labels, Counter>,
    answers: Family<Labels, Counter>,
    serving: Family<Labels, Gauge>,
    documents: Gauge,
    passages: Gauge,
    generation: Gauge,
    writer: Family<Labels, Gauge>,
    running: Family<Labels, Gauge>,
    waiting: Family<Labels, Gauge>,
    memory: Gauge,
    uptime: Decimal,
}

/// How much of one class of work there is just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Queue {
    pub(crate) name: &'static str,
    pub(crate) running: usize,
    pub(crate) waiting: usize,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("cancu");
        let seconds: Family<Labels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(SECONDS));
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION").to_owned())]);
        registry.register("build", "The program", build);
        let mut metrics = Self {
            registry,
            started: Instant::now(),
            requests: Family::default(),
            seconds,
            limited: Family::default(),
            answers: Family::default(),
            serving: Family::default(),
            documents: Gauge::default(),
            passages: Gauge::default(),
            generation: Gauge::default(),
            writer: Family::default(),
            running: Family::default(),
            waiting: Family::default(),
            memory: Gauge::default(),
            uptime: Decimal::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        for (name, help, counter) in [
            ("requests", "Requests that were answered", &self.requests),
            ("limited", "Requests that were over a limit", &self.limited),
            ("answers", "Answers, by how they ended", &self.answers),
        ] {
            registry.register(name, help, counter.clone());
        }
        registry.register_with_unit(
            "request",
            "From a request to the head of its answer",
            Unit::Seconds,
            self.seconds.clone(),
        );
        for (name, help, gauge) in [
            ("serving", "1 for the state of the server", &self.serving),
            (
                "writer",
                "1 for the state of the language model",
                &self.writer,
            ),
            (
                "running",
                "Pieces of work that run, by class",
                &self.running,
            ),
            (
                "waiting",
                "Pieces of work that wait for a place, by class",
                &self.waiting,
            ),
        ] {
            registry.register(name, help, gauge.clone());
        }
        for (name, help, gauge) in [
            ("documents", "Documents held", &self.documents),
            ("passages", "Passages searchable", &self.passages),
            (
                "generation",
                "The change number that is served",
                &self.generation,
            ),
        ] {
            registry.register(name, help, gauge.clone());
        }
        registry.register_with_unit(
            "memory_resident",
            "Memory of the process",
            Unit::Bytes,
            self.memory.clone(),
        );
        registry.register_with_unit(
            "uptime",
            "Since the program started",
            Unit::Seconds,
            self.uptime.clone(),
        );
    }

    /// A request was answered. `route` is the template that it was routed by, empty where none is.
    pub(crate) fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let labels = vec![
            ("method", method_name(method).to_owned()),
            (
                "route",
                if route.is_empty() { "none" } else { route }.to_owned(),
            ),
        ];
        self.seconds
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
        let labels = [labels, vec![("status", status.to_string())]].concat();
        self.requests.get_or_create(&labels).inc();
    }

    /// A request was over a limit.
    pub(crate) fn limited(&self, class: Class) {
        let labels = vec![("class", class.name().to_owned())];
        self.limited.get_or_create(&labels).inc();
    }

    /// A question was answered; `outcome` is `claims` or the name of the refusal.
    pub(crate) fn asked(&self, outcome: &str) {
        let labels = vec![("outcome", outcome.to_owned())];
        self.answers.get_or_create(&labels).inc();
    }

    /// All of it as text.
    pub(crate) fn text(&self, health: &Health, writer: &'static str, queues: &[Queue]) -> String {
        one_of(
            &self.serving,
            "state",
            &["ready", "empty", "stopping"],
            health.status,
        );
        one_of(&self.writer, "state", &["none", "ready", "resting"], writer);
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.documents.set(number(health.documents));
        self.passages.set(number(health.passages));
        self.generation.set(number(health.generation));
        for queue in queues {
            let labels = vec![("class", queue.name.to_owned())];
            let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            self.running
                .get_or_create(&labels)
                .set(count(queue.running));
            self.waiting
                .get_or_create(&labels)
                .set(count(queue.waiting));
        }
        self.memory.set(resident().unwrap_or_default());
        self.uptime.set(self.started.elapsed().as_secs_f64());
        let mut text = String::new();
        if let Err(error) = encode(&mut text, &self.registry) {
            tracing::error!(%error, "the metrics could not be written");
        }
        text
    }
}

/// Sets the one state to 1 and the others to 0.
fn one_of(family: &Family<Labels, Gauge>, label: &'static str, all: &[&str], now: &str) {
    for state in all {
        let labels = vec![(label, (*state).to_owned())];
        family.get_or_create(&labels).set((*state == now).into());
    }
}

/// Anybody can invent a method: those that no route has are one.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// Bytes of memory that the process holds, where the system says so.
fn resident() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests;
