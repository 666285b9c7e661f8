//! Tests of the metrics: what is counted is there, as Prometheus reads it.

use super::*;
use crate::wire;

fn health() -> Health {
    Health {
        status: "ready",
        version: "1",
        documents: 3,
        passages: 40,
        generation: 7,
        embedder: String::new(),
        meaning: true,
        next_embedder: None,
        reranker: None,
        writer: None,
        policy: wire::Policy::new(
            &answer::Policy::default(),
            models::Endpoint::None,
            models::Endpoint::Named,
        ),
    }
}

fn text(metrics: &Metrics) -> String {
    let queue = Queue {
        name: "search",
        running: 2,
        waiting: 1,
    };
    metrics.text(&health(), "resting", &[queue])
}

/// A line of the form: comment, or a name with labels and a number.
fn is_line(line: &str) -> bool {
    if line.starts_with("# HELP cancu_") || line.starts_with("# TYPE cancu_") {
        return true;
    }
    let Some((name, value)) = line.rsplit_once(' ') else {
        return false;
    };
    let bare = name.split('{').next().unwrap_or_default();
    bare.starts_with("cancu_") && value.parse::<f64>().is_ok()
}

#[test]
fn every_line_is_one_that_prometheus_reads() {
    let metrics = Metrics::new();
    metrics.answered(&Method::GET, "/hoi", 200, Duration::from_millis(30));
    let text = text(&metrics);
    assert!(text.lines().count() > 30, "{text}");
    for line in text.lines() {
        assert!(is_line(line), "{line}");
    }
}

#[test]
fn what_happened_is_counted() {
    let metrics = Metrics::new();
    for millis in [1, 30, 700] {
        metrics.answered(&Method::GET, "/hoi", 200, Duration::from_millis(millis));
    }
    metrics.answered(&Method::PATCH, "", 404, Duration::from_secs(90));
    metrics.limited(Class::Ask);
    metrics.asked("nothing_found");
    let text = text(&metrics);
    for line in [
        r#"cancu_requests_total{method="GET",route="/hoi",status="200"} 3"#,
        r#"cancu_requests_total{method="other",route="none",status="404"} 1"#,
        r#"cancu_request_seconds_bucket{method="GET",route="/hoi",le="0.002"} 1"#,
        r#"cancu_request_seconds_bucket{method="GET",route="/hoi",le="0.05"} 2"#,
        r#"cancu_request_seconds_bucket{method="GET",route="/hoi",le="+Inf"} 3"#,
        r#"cancu_request_seconds_count{method="GET",route="/hoi"} 3"#,
        r#"cancu_limited_total{class="ask"} 1"#,
        r#"cancu_answers_total{outcome="nothing_found"} 1"#,
        r#"cancu_serving{state="ready"} 1"#,
        r#"cancu_serving{state="empty"} 0"#,
        r#"cancu_writer{state="resting"} 1"#,
        r#"cancu_running{class="search"} 2"#,
        r#"cancu_waiting{class="search"} 1"#,
        "cancu_passages 40",
        "cancu_generation 7",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}
