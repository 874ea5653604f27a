//! What places are called, in the languages in which notes are written.
//!
//! English words are understood in every note, as Pandoc's users know them; a
//! book in another language can use its own beside them. "S. 33" is a page in
//! German and a bill of the Senate in English.

use crate::model::LocatorKind;
use crate::model::LocatorKind as Kind;

/// Kinds of places with what they are called.
type Labels = &'static [(LocatorKind, &'static [&'static str])];

/// What stands before the number of a place, in lower case and without its
/// final dot. A form is taken only if a number follows it, so that `note that`
/// and `part of it` stay text.
const ENGLISH: Labels = &[
    (LocatorKind::Act, &["act", "acts"]),
    (LocatorKind::Appendix, &["appendix", "appendices", "appendixes", "app", "apps"]),
    (LocatorKind::ArticleLocator, &["article", "articles", "art", "arts"]),
    (LocatorKind::Book, &["book", "books", "bk", "bks"]),
    (LocatorKind::Canon, &["canon", "canons", "can", "cc"]),
    (LocatorKind::Chapter, &["chapter", "chapters", "chap", "chaps", "ch", "chs"]),
    (LocatorKind::Column, &["column", "columns", "col", "cols"]),
    (LocatorKind::Elocation, &["location", "locations", "loc", "locs"]),
    (LocatorKind::Equation, &["equation", "equations", "eq", "eqs"]),
    (LocatorKind::Figure, &["figure", "figures", "fig", "figs"]),
    (LocatorKind::Folio, &["folio", "folios", "fol", "fols"]),
    (LocatorKind::Issue, &["issue", "issues", "number", "numbers", "no", "nos"]),
    (LocatorKind::Line, &["line", "lines", "l", "ll"]),
    (LocatorKind::Note, &["note", "notes", "n", "nn"]),
    (LocatorKind::Opus, &["opus", "opera", "op", "opp"]),
    (LocatorKind::Page, &["page", "pages", "p", "pp", "pg", "pgs"]),
    (LocatorKind::Paragraph, &["paragraph", "paragraphs", "para", "paras", "par", "pars", "¶¶", "¶"]),
    (LocatorKind::Part, &["part", "parts", "pt", "pts"]),
    (LocatorKind::Rule, &["rule", "rules", "r", "rr"]),
    (LocatorKind::Scene, &["scene", "scenes", "sc", "scs"]),
    (LocatorKind::Section, &["section", "sections", "sec", "secs", "sect", "sects", "§§", "§"]),
    (LocatorKind::SubVerbo, &["sub verbo", "sub verbis", "s.v", "s.vv"]),
    (LocatorKind::Supplement, &["supplement", "supplements", "supp", "supps", "suppl", "suppls"]),
    (LocatorKind::Table, &["table", "tables", "tbl", "tbls", "tab", "tabs"]),
    (LocatorKind::Timestamp, &["timestamp", "timestamps", "time", "times"]),
    (LocatorKind::TitleLocator, &["title", "titles", "tit", "tits"]),
    (LocatorKind::Verse, &["verse", "verses", "v", "vv"]),
    (LocatorKind::Version, &["version", "versions", "ver", "vers"]),
    (LocatorKind::Volume, &["volume", "volumes", "vol", "vols"]),
];

const GERMAN: Labels = &[
    (Kind::Appendix, &["anhang", "anhänge", "anlage", "anlagen"]),
    (Kind::ArticleLocator, &["artikel"]),
    (Kind::Book, &["buch", "bücher"]),
    (Kind::Chapter, &["kapitel", "kap"]),
    (Kind::Column, &["spalte", "spalten", "sp"]),
    (Kind::Figure, &["abbildung", "abbildungen", "abb"]),
    (Kind::Folio, &["blatt", "blätter", "bl"]),
    (Kind::Issue, &["heft", "hefte", "nummer", "nummern", "nr"]),
    (Kind::Line, &["zeile", "zeilen", "z"]),
    (Kind::Note, &["anmerkung", "anmerkungen", "anm", "fußnote", "fußnoten", "fn"]),
    (Kind::Page, &["seite", "seiten", "s"]),
    (Kind::Paragraph, &["absatz", "absätze", "abs", "randnummer", "randnummern", "rn", "rz"]),
    (Kind::Part, &["teil", "teile"]),
    (Kind::Section, &["abschnitt", "abschnitte", "abschn"]),
    (Kind::Table, &["tabelle", "tabellen"]),
    (Kind::Volume, &["band", "bände", "bd", "bde"]),
];

const FRENCH: Labels = &[
    (Kind::Appendix, &["annexe", "annexes"]),
    (Kind::Book, &["livre", "livres"]),
    (Kind::Chapter, &["chapitre", "chapitres"]),
    (Kind::Column, &["colonne", "colonnes"]),
    (Kind::Folio, &["feuillet", "feuillets"]),
    (Kind::Issue, &["numéro", "numéros", "n°", "nº"]),
    (Kind::Line, &["ligne", "lignes"]),
    (Kind::Paragraph, &["paragraphe", "paragraphes", "al", "alinéa", "alinéas"]),
    (Kind::Part, &["partie", "parties"]),
    (Kind::Table, &["tableau", "tableaux"]),
    (Kind::Verse, &["verset", "versets"]),
    (Kind::Volume, &["tome", "tomes", "t"]),
];

const SPANISH: Labels = &[
    (Kind::Appendix, &["anexo", "anexos", "apéndice", "apéndices"]),
    (Kind::ArticleLocator, &["artículo", "artículos"]),
    (Kind::Book, &["libro", "libros"]),
    (Kind::Chapter, &["capítulo", "capítulos", "cap", "caps"]),
    (Kind::Column, &["columna", "columnas"]),
    (Kind::Figure, &["figura", "figuras"]),
    (Kind::Issue, &["número", "números", "núm", "núms", "n.º", "nº"]),
    (Kind::Line, &["línea", "líneas"]),
    (Kind::Note, &["nota", "notas"]),
    (Kind::Page, &["página", "páginas", "pág", "págs"]),
    (Kind::Paragraph, &["párrafo", "párrafos", "párr"]),
    (Kind::Part, &["parte", "partes"]),
    (Kind::Section, &["sección", "secciones"]),
    (Kind::Table, &["tabla", "tablas", "cuadro", "cuadros"]),
    (Kind::Verse, &["versículo", "versículos"]),
    (Kind::Volume, &["volumen", "volúmenes", "tomo", "tomos", "t"]),
];

const ITALIAN: Labels = &[
    (Kind::Appendix, &["allegato", "allegati", "appendice", "appendici"]),
    (Kind::ArticleLocator, &["articolo", "articoli", "artt"]),
    (Kind::Book, &["libro", "libri"]),
    (Kind::Chapter, &["capitolo", "capitoli", "cap", "capp"]),
    (Kind::Column, &["colonna", "colonne"]),
    (Kind::Figure, &["figura", "figg"]),
    (Kind::Issue, &["numero", "numeri"]),
    (Kind::Line, &["riga", "righe"]),
    (Kind::Note, &["nota"]),
    (Kind::Page, &["pagina", "pagine", "pag", "pagg"]),
    (Kind::Paragraph, &["paragrafo", "paragrafi", "comma", "commi"]),
    (Kind::Part, &["parte", "parti"]),
    (Kind::Section, &["sezione", "sezioni", "sez"]),
    (Kind::Table, &["tabella", "tabelle"]),
    (Kind::Volume, &["volumi", "voll"]),
];

const PORTUGUESE: Labels = &[
    (Kind::Appendix, &["anexo", "anexos", "apêndice", "apêndices"]),
    (Kind::ArticleLocator, &["artigo", "artigos"]),
    (Kind::Book, &["livro", "livros"]),
    (Kind::Chapter, &["capítulo", "capítulos", "cap", "caps"]),
    (Kind::Column, &["coluna", "colunas"]),
    (Kind::Figure, &["figura", "figuras"]),
    (Kind::Issue, &["número", "números", "n.º", "nº"]),
    (Kind::Line, &["linha", "linhas"]),
    (Kind::Note, &["nota", "notas"]),
    (Kind::Page, &["página", "páginas", "pág", "págs"]),
    (Kind::Paragraph, &["parágrafo", "parágrafos"]),
    (Kind::Part, &["parte", "partes"]),
    (Kind::Section, &["seção", "seções", "secção", "secções"]),
    (Kind::Table, &["tabela", "tabelas"]),
    (Kind::Volume, &["tomo", "tomos", "t"]),
];

const DUTCH: Labels = &[
    (Kind::Appendix, &["bijlage", "bijlagen"]),
    (Kind::ArticleLocator, &["artikel", "artikelen"]),
    (Kind::Book, &["boek", "boeken"]),
    (Kind::Chapter, &["hoofdstuk", "hoofdstukken", "hfst"]),
    (Kind::Column, &["kolom", "kolommen"]),
    (Kind::Figure, &["figuur", "figuren", "afbeelding", "afb"]),
    (Kind::Issue, &["nummer", "nummers", "nr"]),
    (Kind::Line, &["regel", "regels"]),
    (Kind::Note, &["noot", "noten"]),
    (Kind::Page, &["pagina", "blz", "bladzijde", "bladzijden"]),
    (Kind::Paragraph, &["alinea", "overweging", "randnummer", "randnr"]),
    (Kind::Section, &["paragraaf", "paragrafen", "afdeling", "sectie"]),
    (Kind::Table, &["tabel", "tabellen"]),
    (Kind::Volume, &["deel", "delen", "band"]),
];

/// The language whose words for places a note may use beside the English ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlaceWords {
    /// Those alone.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
}

impl PlaceWords {
    /// The words of a language, given as a BCP 47 tag.
    pub fn of(language: &str) -> Self {
        let base = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match base.as_str() {
            "de" => PlaceWords::German,
            "fr" => PlaceWords::French,
            "es" => PlaceWords::Spanish,
            "it" => PlaceWords::Italian,
            "pt" => PlaceWords::Portuguese,
            "nl" => PlaceWords::Dutch,
            _ => PlaceWords::English,
        }
    }

    /// Kinds of places with what they are called: English first.
    pub(super) fn labels(self) -> impl Iterator<Item = (LocatorKind, &'static str)> {
        let own: Labels = match self {
            PlaceWords::English => &[],
            PlaceWords::German => GERMAN,
            PlaceWords::French => FRENCH,
            PlaceWords::Spanish => SPANISH,
            PlaceWords::Italian => ITALIAN,
            PlaceWords::Portuguese => PORTUGUESE,
            PlaceWords::Dutch => DUTCH,
        };
        let all = ENGLISH.iter().chain(own);
        all.flat_map(|(kind, forms)| forms.iter().map(move |form| (*kind, *form)))
    }
}
