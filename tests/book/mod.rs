//! A book as text, for tests that show their whole input.

use briefbook::model::{AssetPath, NoteId};
use briefbook::source::{AssetFile, Inputs, SourceFile, SourcePath, ThemeFiles};

/// A book from a text in which lines such as `--- content/treaty.md ---` stand
/// before each file. A name without a folder is one of the content folder;
/// `book.toml` and bibliographies stand beside it.
pub(crate) fn inputs(text: &str) -> Inputs {
    let mut inputs = Inputs { theme: test_theme(), ..Inputs::default() };
    for (name, text) in files(text) {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match (name, extension) {
            ("book.toml", _) => inputs.config = Some(SourceFile::new(name, text)),
            (_, "md") => {
                let id = NoteId::new(name.trim_end_matches(".md"));
                inputs.notes.insert(id, SourceFile::new(&format!("content/{name}"), text));
            }
            (_, "bib" | "yaml" | "json") => inputs.bibliographies.push(SourceFile::new(name, text)),
            _ if name.starts_with("theme/") => {
                inputs.theme.insert(name["theme/".len()..].into(), SourceFile::new(name, text));
            }
            _ => {
                let source = SourcePath::new(format!("content/{name}"));
                inputs.assets.insert(
                    AssetPath::new(name),
                    AssetFile { source, length: text.len() as u64, modified: 0 },
                );
            }
        }
    }
    inputs
}

fn files(text: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("--- ") {
        let head = &rest[start + 4..];
        let (name, body) = head.split_once(" ---\n").expect("a file's name ends in ` ---`");
        let end = body.find("\n--- ").map_or(body.len(), |at| at + 1);
        files.push((name, &body[..end]));
        rest = &body[end..];
    }
    files
}

/// A theme of a few lines, so that a change to the real one does not rewrite
/// every test: the text of each page, then what stands around it.
fn test_theme() -> ThemeFiles {
    let note = "\
<h1>{{ page.title }}</h1>
{{ note.html | safe }}
{%- for child in note.children %}
child: <a href=\"{{ child.href }}\">{{ child.title }}</a> {{ child.description }}
{%- endfor %}
{%- for event in note.events %}
event: {{ event.date.text }}: {{ event.html | safe }}
{%- endfor %}
{%- for topic in note.topics %}
topic: <a href=\"{{ topic.href }}\">{{ topic.title }}</a>
{%- endfor %}
{%- for link in note.backlinks %}
{{ link.kinds | join(sep=\", \") | replace(from=\"mention_\", to=\"\") }} from <a href=\"{{ link.href }}\">{{ link.title }}</a>
{%- for said in link.excerpts %}: {{ said.before }}[{{ said.marked }}]{{ said.after }}{% endfor %}
{%- endfor %}
{%- for source in note.sources %}
source: {{ source.html | safe }}
{%- endfor %}
";
    let timeline = "\
{%- for period in timeline.periods %}
{{ period.title }}
{%- for event in period.events %}
- {{ event.date.text }}: {{ event.html | safe }} (<a href=\"{{ event.note.href }}\">{{ event.note.title }}</a>)
{%- endfor %}
{%- endfor %}
";
    let glossary = "\
{{ glossary.html | safe }}
{%- for letter in glossary.letters %}
{{ letter.letter }}
{%- for term in letter.terms %}{{ term.html | safe }}{% endfor %}
{%- endfor %}
";
    let term = "
- {{ term.name }}{% for form in term.forms %}, {{ form }}{% endfor %}: {{ term.html | safe }}
{%- for use in term.used_in %}
  used in <a href=\"{{ use.href }}\">{{ use.title }}</a>
{%- for said in use.excerpts %}: {{ said.before }}[{{ said.marked }}]{{ said.after }}{% endfor %}
{%- endfor -%}
";
    let citations = "\
{%- for group in citations.groups %}
{{ group.word }}
{%- for work in group.works %}{{ work.html | safe }}{% endfor %}
{%- endfor %}
";
    let work = "
- {{ work.html | safe }}
{%- if work.annotation %}
  {{ work.annotation }}
{%- endif %}
{%- for place in work.cited_on %}
  cited on <a href=\"{{ place.note.href }}\">{{ place.note.title }}</a> {{ place.locator }}: {{ place.excerpt.before }}{% if place.excerpt.marked %}[{{ place.excerpt.marked }}]{% else %}|{% endif %}{{ place.excerpt.after }}
{%- endfor -%}
";
    let topics = "\
{%- for kind in topics.kinds %}
{{ kind.kind }}
{%- for topic in kind.topics %}
- <a href=\"{{ topic.href }}\">{{ topic.title }}</a> {{ topic.description }} ({{ topic.notes }} notes, {{ topic.events }} events)
{%- endfor %}
{%- endfor %}
";
    let book = "\
{%- for chapter in book.chapters %}
h{{ chapter.level }} #{{ chapter.anchor }} {{ chapter.title }}
{{ chapter.html | safe }}
{%- endfor %}
{%- for source in book.sources %}
#{{ source.anchor }} {{ source.html | safe }}
{%- endfor %}
";
    let subjects = "\
{%- for letter in subjects.letters %}
{{ letter.letter }}
{%- for subject in letter.subjects %}
- {% if subject.href %}<a href=\"{{ subject.href }}\">{{ subject.name }}</a>{% else %}{{ subject.name }}{% endif %}
{%- for place in subject.places %}, <a href=\"{{ place.href }}\">{{ place.title }}</a>{% endfor %}
{%- if subject.see %} see <a href=\"{{ subject.see.href }}\">{{ subject.see.title }}</a>{% endif %}
{%- for aspect in subject.aspects %}
  - {{ aspect.name }}{% for place in aspect.places %}, <a href=\"{{ place.href }}\">{{ place.title }}</a>{% endfor %}
{%- endfor %}
{%- endfor %}
{%- endfor %}
";
    let templates = [
        ("book-index.html", subjects),
        ("note.html", note),
        ("section.html", note),
        ("topic.html", note),
        ("home.html", note),
        ("timeline.html", timeline),
        ("glossary.html", glossary),
        ("parts/term.html", term),
        ("citations.html", citations),
        ("parts/work.html", work),
        ("topics.html", topics),
        ("redirect.html", "to <a href=\"{{ redirect.href }}\">{{ redirect.title }}</a>\n"),
        ("print.html", book),
        ("404.html", "nothing here\n"),
    ];
    templates
        .into_iter()
        .map(|(name, text)| (name, SourceFile::new(&format!("theme/{name}"), text)))
        .collect()
}
