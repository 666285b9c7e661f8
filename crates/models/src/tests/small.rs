//! Small models of the same kind as the large ones: a transformer that embeds, and one that judges pairs.
//!
//! Two layers of attention over token and position vectors, as XLM-RoBERTa has them, with weights from a seed. What
//! they know is nothing but which words two texts share; how they are loaded, padded, pooled and run is what a large
//! model goes through.

use super::onnx::{
    CONSTANT, FLOAT, How, INPUT, INT64, Message, OPERATION, OUTPUT, Size, constant, file,
    operation, value,
};

/// Most tokens of a text.
const LONGEST: usize = 512;
/// Layers of attention.
const LAYERS: usize = 2;
/// The tokens that are no words, by their numbers.
const SPECIAL: [&str; 4] = ["<s>", "<pad>", "</s>", "<unk>"];

/// The files of a model that gives a vector for each token, of this width.
pub fn embedding(words: &[&str], width: usize) -> Vec<(&'static str, Vec<u8>)> {
    let mut graph = Graph::new(7, width);
    let last = graph.body(words.len());
    graph.add("Identity", &[&last], "last_hidden_state");
    let shape = [
        Size::Named("texts"),
        Size::Named("tokens"),
        Size::Fixed(width),
    ];
    files(words, graph.finish("last_hidden_state", &shape))
}

/// The files of a model that gives one number for a question and a text: what a cross-encoder is.
pub fn cross_encoder(words: &[&str], width: usize) -> Vec<(&'static str, Vec<u8>)> {
    judging(words, width, Judgement::Number)
}

/// What a model says of a pair; all but the first are wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// A row with one number.
    Number,
    /// A number without a row.
    Flat,
    /// No number.
    NotANumber,
}

/// The files of a cross-encoder, whether it is a good one or not.
pub fn judging(words: &[&str], width: usize, judgement: Judgement) -> Vec<(&'static str, Vec<u8>)> {
    let mut graph = Graph::new(11, width);
    let last = graph.body(words.len());
    let zero = constant("zero", INT64, &[], &0_i64.to_le_bytes());
    graph.parts.push((CONSTANT, zero));
    let second = ("axis", How::Number(1));
    graph.how("Gather", &[&last, "zero"], "first_token", second);
    let judged = graph.linear("first_token", "judge", [width, 1], 4.0);
    let mut shape = vec![Size::Named("texts"), Size::Fixed(1)];
    match judgement {
        Judgement::Number => graph.add("Identity", &[&judged], "logits"),
        Judgement::Flat => {
            shape.pop();
            graph.add("Squeeze", &[&judged, "row"], "logits");
        }
        Judgement::NotANumber => {
            graph.constant("endless", &[1], &[f32::INFINITY]);
            graph.add("Sub", &["endless", "endless"], "nothing");
            graph.add("Add", &[&judged, "nothing"], "logits");
        }
    }
    files(words, graph.finish("logits", &shape))
}

/// A graph being written.
struct Graph {
    parts: Vec<(u64, Message)>,
    chance: u64,
    width: usize,
}

impl Graph {
    fn new(seed: u64, width: usize) -> Self {
        Self {
            parts: Vec::new(),
            chance: seed,
            width,
        }
    }

    /// Numbers around zero, the same for the same seed.
    fn weights(&mut self, count: usize, spread: f32) -> Vec<f32> {
        let mut next = || {
            self.chance = self
                .chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((self.chance >> 40) as f32 / 8_388_608.0 - 1.0) * spread
        };
        (0..count).map(|_| next()).collect()
    }

    fn constant(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        self.parts
            .push((CONSTANT, constant(name, FLOAT, shape, &bytes)));
    }

    fn random(&mut self, name: &str, shape: &[usize], spread: f32) {
        let values = self.weights(shape.iter().product(), spread);
        self.constant(name, shape, &values);
    }

    fn add(&mut self, kind: &str, inputs: &[&str], output: &str) {
        self.parts
            .push((OPERATION, operation(kind, inputs, output, None)));
    }

    fn how(&mut self, kind: &str, inputs: &[&str], output: &str, how: (&str, How)) {
        self.parts
            .push((OPERATION, operation(kind, inputs, output, Some(how))));
    }

    /// Multiplies by a matrix and adds a row; the name of what comes out.
    fn linear(&mut self, input: &str, name: &str, shape: [usize; 2], spread: f32) -> String {
        let [matrix, row, product] = ["w", "b", "p"].map(|part| format!("{name}_{part}"));
        self.random(&matrix, &shape, spread / (shape[0] as f32).sqrt());
        self.random(&row, &shape[1..], 0.01);
        self.add("MatMul", &[input, &matrix], &product);
        self.add("Add", &[&product, &row], name);
        name.to_owned()
    }

    /// Brings each token's vector to mean 0 and variance 1, with the primitive operations of an export.
    fn normal(&mut self, input: &str, name: &str) -> String {
        let part = |part: &str| format!("{name}_{part}");
        let last = || ("axes", How::Numbers(&[-1]));
        self.how("ReduceMean", &[input], &part("mean"), last());
        self.add("Sub", &[input, &part("mean")], &part("off"));
        self.add("Mul", &[&part("off"), &part("off")], &part("square"));
        self.how("ReduceMean", &[&part("square")], &part("variance"), last());
        self.add("Add", &[&part("variance"), "tiny"], &part("safe"));
        self.add("Sqrt", &[&part("safe")], &part("deviation"));
        self.add("Div", &[&part("off"), &part("deviation")], name);
        name.to_owned()
    }

    /// Token and position vectors, then the layers; the name of the last tokens' vectors.
    fn body(&mut self, words: usize) -> String {
        let width = self.width;
        for (name, value) in [
            ("tiny", 1e-5),
            ("one_f", 1.0),
            ("half", 0.5),
            ("far", -1e9),
            ("root_two", std::f32::consts::SQRT_2),
            ("scale", 1.0 / (width as f32).sqrt()),
        ] {
            self.constant(name, &[1], &[value]);
        }
        for (name, number) in [("one_i", 1_i64), ("row", 1)] {
            let shape: &[usize] = if name == "row" { &[1] } else { &[] };
            self.parts.push((
                CONSTANT,
                constant(name, INT64, shape, &number.to_le_bytes()),
            ));
        }
        self.random("tokens_w", &[SPECIAL.len() + words, width], 1.0);
        self.random("places_w", &[LONGEST + 2, width], 0.05);
        self.add("Gather", &["tokens_w", "input_ids"], "tokens");
        // As XLM-RoBERTa counts: from 1 over what the mask keeps, 0 for padding.
        self.add("CumSum", &["attention_mask", "one_i"], "counted");
        self.add("Mul", &["counted", "attention_mask"], "place_numbers");
        self.add("Gather", &["places_w", "place_numbers"], "places");
        self.add("Add", &["tokens", "places"], "placed");
        self.how(
            "Cast",
            &["attention_mask"],
            "mask",
            ("to", How::Number(FLOAT.cast_signed())),
        );
        self.add("Sub", &["one_f", "mask"], "padding");
        self.add("Mul", &["padding", "far"], "away");
        self.add("Unsqueeze", &["away", "row"], "away_rows");
        let mut input = self.normal("placed", "start");
        for layer in 0..LAYERS {
            input = self.layer(&input, layer);
        }
        input
    }

    /// Attention and the two-step mapping after it, each added to what went in.
    fn layer(&mut self, input: &str, layer: usize) -> String {
        let width = self.width;
        let name = |part: &str| format!("l{layer}_{part}");
        let query = self.linear(input, &name("query"), [width, width], 1.0);
        let key = self.linear(input, &name("key"), [width, width], 1.0);
        let held = self.linear(input, &name("held"), [width, width], 1.0);
        let turn = ("perm", How::Numbers(&[0, 2, 1]));
        self.how("Transpose", &[&key], &name("turned"), turn);
        self.add("MatMul", &[&query, &name("turned")], &name("likeness"));
        self.add("Mul", &[&name("likeness"), "scale"], &name("scaled"));
        self.add("Add", &[&name("scaled"), "away_rows"], &name("kept"));
        let last = ("axis", How::Number(-1));
        self.how("Softmax", &[&name("kept")], &name("shares"), last);
        self.add("MatMul", &[&name("shares"), &held], &name("looked"));
        let out = self.linear(&name("looked"), &name("out"), [width, width], 0.5);
        self.add("Add", &[input, &out], &name("both"));
        let middle = self.normal(&name("both"), &name("middle"));
        let wide = self.linear(&middle, &name("wide"), [width, 2 * width], 1.0);
        // x · ½ · (1 + erf(x ÷ √2))
        self.add("Div", &[&wide, "root_two"], &name("small"));
        self.add("Erf", &[&name("small")], &name("erf"));
        self.add("Add", &[&name("erf"), "one_f"], &name("up"));
        self.add("Mul", &[&wide, &name("up")], &name("doubled"));
        self.add("Mul", &[&name("doubled"), "half"], &name("bent"));
        let narrow = self.linear(&name("bent"), &name("narrow"), [2 * width, width], 0.5);
        self.add("Add", &[&middle, &narrow], &name("sum"));
        self.normal(&name("sum"), &name("end"))
    }

    fn finish(mut self, output: &str, shape: &[Size]) -> Vec<u8> {
        for name in ["input_ids", "attention_mask"] {
            let ids = [Size::Named("texts"), Size::Named("tokens")];
            self.parts.push((INPUT, value(name, INT64, &ids)));
        }
        self.parts.push((OUTPUT, value(output, FLOAT, shape)));
        file("small", &self.parts)
    }
}

/// A model's folder: its graph and a tokenizer that knows these words.
fn files(words: &[&str], graph: Vec<u8>) -> Vec<(&'static str, Vec<u8>)> {
    let known = SPECIAL.iter().chain(words).enumerate();
    let vocabulary: Vec<String> = known
        .map(|(number, word)| format!("{word:?}:{number}"))
        .collect();
    let special: Vec<String> = SPECIAL
        .iter()
        .enumerate()
        .map(|(number, word)| {
            format!(
                r#"{{"id":{number},"content":"{word}","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}}"#
            )
        })
        .collect();
    let tokenizer = format!(
        r#"{{"version":"1.0","truncation":null,"padding":null,"added_tokens":[{}],
        "normalizer":{{"type":"Sequence","normalizers":[{{"type":"NFC"}},{{"type":"Lowercase"}}]}},
        "pre_tokenizer":{{"type":"Whitespace"}},
        "post_processor":{{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false}},
        "decoder":null,
        "model":{{"type":"WordLevel","vocab":{{{}}},"unk_token":"<unk>"}}}}"#,
        special.join(","),
        vocabulary.join(",")
    );
    vec![
        ("model.onnx", graph),
        ("tokenizer.json", tokenizer.into_bytes()),
        (
            "config.json",
            br#"{"model_type":"xlm-roberta","pad_token_id":1}"#.to_vec(),
        ),
        (
            "special_tokens_map.json",
            br#"{"pad_token":"<pad>","unk_token":"<unk>"}"#.to_vec(),
        ),
        (
            "tokenizer_config.json",
            br#"{"model_max_length":512,"pad_token":"<pad>"}"#.to_vec(),
        ),
    ]
}
