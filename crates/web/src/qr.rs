//! QR codes as inline SVG.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Quiet zone around the code, in modules, as the standard wants it.
const QUIET_MODULES: usize = 4;

/// A QR code as SVG, to be put into a page as it is. It is hidden from screen readers: say the same in words
/// beside it. A text too long for any QR code gives nothing.
#[must_use]
pub fn qr_svg(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return String::new() };
    let width = code.width();
    let side = width + 2 * QUIET_MODULES;
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = line[column..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                // Writing into a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET_MODULES, row + QUIET_MODULES);
            }
            column += run.max(1);
        }
    }
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\" \
         focusable=\"false\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_square_picture_without_foreign_text() {
        let svg = qr_svg("https://example.vn/t/H46.12-261123-0042?x=<script>");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && !svg.contains("script"));
        assert_eq!(qr_svg(&"x".repeat(5000)), "");
    }
}
