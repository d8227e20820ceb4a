//! An explanation as text and as a picture: a waterfall of bits from the prior to the total.

use std::fmt::Write;

use crate::explain::Explanation;

/// As lines of text, for a terminal.
#[must_use]
pub fn text(explanation: &Explanation) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{:<12} {:<16} {:>8} {:>10} {:>8}", "", "level", "bits", "frequency", "sum");
    let mut sum = explanation.prior_bits;
    let _ = writeln!(out, "{:<12} {:<16} {:>8.2} {:>10} {:>8.2}", "prior", "", sum, "", sum);
    for step in &explanation.steps {
        sum += step.bits();
        let sign = if step.differs { "!" } else { "" };
        let level = format!("{}{sign}", step.level);
        let (bits, frequency) = (step.level_bits, step.frequency_bits);
        let _ = writeln!(out, "{:<12} {level:<16} {bits:>8.2} {frequency:>10.2} {sum:>8.2}", step.field);
    }
    let _ = writeln!(out, "{:<12} {:<16} {:>8} {:>10} {:>8.2}", "total", "", "", "", explanation.total_bits);
    let _ = writeln!(out, "probability {:.6}", explanation.probability);
    out
}

const WIDTH: f64 = 640.0;
const LABEL: f64 = 190.0;
const ROW: f64 = 24.0;

/// As an SVG picture with a title and a text for each bar, so that it can be read without seeing it. Colours are
/// classes (`for`, `against`, `sum`) for the page's own style.
#[must_use]
pub fn svg(explanation: &Explanation, title: &str) -> String {
    let mut bars = vec![("prior".to_owned(), 0.0, explanation.prior_bits, "sum")];
    let mut sum = explanation.prior_bits;
    for step in &explanation.steps {
        let class = if step.bits() < 0.0 { "against" } else { "for" };
        bars.push((format!("{}: {}", step.field, step.level), sum, sum + step.bits(), class));
        sum += step.bits();
    }
    bars.push(("total".to_owned(), 0.0, explanation.total_bits, "sum"));
    let low = bars.iter().map(|bar| bar.1.min(bar.2)).fold(0.0, f64::min);
    let high = bars.iter().map(|bar| bar.1.max(bar.2)).fold(1.0, f64::max);
    let scale = (WIDTH - LABEL - 70.0) / (high - low);
    let x = |bits: f64| LABEL + (bits - low) * scale;
    let height = ROW * bars.len() as f64 + 8.0;
    let title = escape(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" class=\"waterfall\">\
         <title>{title}</title><line class=\"zero\" x1=\"{0:.1}\" y1=\"0\" x2=\"{0:.1}\" y2=\"{height}\" stroke=\"currentColor\"/>",
        x(0.0)
    );
    for (nth, (label, from, to, class)) in bars.iter().enumerate() {
        let (y, left, width) = (ROW * nth as f64 + 4.0, x(from.min(*to)), ((to - from).abs() * scale).max(1.0));
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{:.1}\">{}</text><rect class=\"{class}\" x=\"{left:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
             height=\"{:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\">{:+.1}</text>",
            y + 14.0,
            escape(label),
            ROW - 6.0,
            left + width + 4.0,
            y + 14.0,
            to - from
        );
    }
    out.push_str("</svg>");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
