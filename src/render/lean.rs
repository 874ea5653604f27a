//! Style sheets and scripts of the built-in theme, without what is there for
//! their authors alone: comments and indentation, a fifth of what a page loads.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::theme;

/// The text of a file of the theme as pages load it. A book's own files stay as
/// they are: only what is known here is known to bear it.
pub(super) fn lean(name: &str, text: &Arc<str>) -> Arc<str> {
    let is_built_in = theme::built_in(name) == Some(&**text);
    BUILT_IN.get(name).filter(|_| is_built_in).unwrap_or(text).clone()
}

static BUILT_IN: LazyLock<BTreeMap<&str, Arc<str>>> = LazyLock::new(|| {
    let lean = |&(name, text): &(&'static str, &'static str)| match name.rsplit_once('.')?.1 {
        "css" => Some((name, style_sheet(text).into())),
        "js" => Some((name, script(text).into())),
        _ => None,
    };
    theme::BUILT_IN.iter().filter_map(lean).collect()
});

/// A style sheet, each rule on one line.
fn style_sheet(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut parts = text.split("/*");
    bare.push_str(parts.next().unwrap_or_default());
    bare.extend(parts.filter_map(|part| part.split_once("*/")).map(|(_, rest)| rest));
    let mut lean = String::with_capacity(bare.len());
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lean.push_str(line);
        // Elsewhere the end of the line may be a space that counts.
        if !line.ends_with(['{', ';', ',']) {
            lean.push('\n');
        }
    }
    lean
}

/// A script, without the lines that are comments. The scripts of the theme hold
/// no text that goes over several lines, which a test makes sure of.
fn script(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheet_keeps_its_rules() {
        let text = "\
/* What it is for,
   over two lines. */
@media print {
  a::after,
  b {
    content: \" → \"; /* an arrow */
    inline-size: calc(1px +
      2px);
  }
}
";
        insta::assert_snapshot!(style_sheet(text), @r#"
        @media print {a::after,b {content: " → ";inline-size: calc(1px +
        2px);}
        }
        "#);
    }

    #[test]
    fn script_keeps_its_lines() {
        let text = "// What it is for.\n(function () {\n  open(\"//host\"); // why\n\n  // Then.\n  close();\n})();\n";
        insta::assert_snapshot!(script(text), @r#"
        (function () {
        open("//host"); // why
        close();
        })();
        "#);
    }

    #[test]
    fn scripts_of_the_theme_hold_no_texts_of_several_lines() {
        let scripts = theme::BUILT_IN.iter().filter(|(name, _)| name.ends_with(".js"));
        for (name, text) in scripts {
            let code = script(text);
            assert!(!code.contains("/*"), "{name} has a comment that is not its own line");
            let quoted = code.lines().filter(|line| line.split(" // ").next().unwrap_or(line).contains('`'));
            assert_eq!(quoted.collect::<Vec<_>>(), [""; 0], "{name}");
        }
    }

    #[test]
    fn own_files_stay_as_they_are() {
        let own: Arc<str> = "/* mine */\na {\n  color: red;\n}\n".into();
        assert_eq!(lean("book.css", &own), own);
        assert_eq!(lean("mine.css", &own), own);
        let built_in: Arc<str> = theme::built_in("book.css").expect("it is built in").into();
        assert!(lean("book.css", &built_in).len() < built_in.len() * 4 / 5);
    }
}
