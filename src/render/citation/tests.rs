use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::*;
use crate::model::{
    Citation, CitationId, CitationItem, CitationMode, Locator, LocatorKind, Name, Reference, ReferenceKey,
    ReferenceKind,
};
use crate::parse;
use crate::source::{SourceFile, Span};

/// A style by name, in English.
fn named(name: &str) -> std::sync::Arc<Style> {
    style(&choice(name, "en"), &span()).value
}

/// A style that comes with the program.
fn choice(name: &str, language: &str) -> StyleChoice {
    StyleChoice { name: name.to_owned(), files: Vec::new(), language: language.to_owned() }
}

fn span() -> Span {
    SourceFile::new("book.toml", "").span(0..0)
}

/// The references of a BibLaTeX or CSL-JSON file.
fn references(bib: &str) -> BTreeMap<ReferenceKey, std::sync::Arc<Reference>> {
    let name = if bib.starts_with('[') { "a.json" } else { "a.bib" };
    let references = parse::bibliography(&SourceFile::new(name, bib)).value;
    references.iter().map(|reference| (reference.key.clone(), reference.clone())).collect()
}

/// The works of a bibliography, told apart.
fn works(
    references: &BTreeMap<ReferenceKey, std::sync::Arc<Reference>>,
    style: &Style,
) -> BTreeMap<ReferenceKey, Work> {
    let drafts: BTreeMap<_, _> =
        references.iter().map(|(key, reference)| (key.clone(), draft(reference, style))).collect();
    let distinctions = disambiguate(&drafts, style);
    let none = Distinction::default();
    references
        .iter()
        .map(|(key, reference)| {
            let distinction = distinctions.get(key).unwrap_or(&none);
            (key.clone(), work(reference, &drafts[key], distinction, style))
        })
        .collect()
}

/// What a style makes of a page that cites works of a bibliography: its
/// citations, one a line, then its sources. Citations are written
/// `prefix @key 12-14 suffix; -@key`, and `@` first for one in a sentence.
fn check(name: &str, bib: &str, page: &str) -> String {
    let style = named(name);
    let references = references(bib);
    let works = works(&references, &style);
    let citations: Vec<Citation> = page.lines().map(parse_citation).collect();
    let read: Vec<CitationId> = (0..citations.len()).map(|n| CitationId(n as u32)).collect();
    let positions = positions(&citations, &read);
    let mut order: Vec<&ReferenceKey> = Vec::new();
    for item in citations.iter().flat_map(|citation| &citation.items) {
        if works.contains_key(&item.key) && !order.contains(&&item.key) {
            order.push(&item.key);
        }
    }
    if style.order() == Order::Sorted {
        order.sort_by_key(|key| &works[*key].sort_key);
    }
    let mut lines = Vec::new();
    for ((citation, positions), line) in citations.iter().zip(positions).zip(page.lines()) {
        let hrefs: Vec<String> = citation.items.iter().map(|item| format!("#{}", item.key)).collect();
        let affixes: Vec<(&str, &str)> = line
            .split(';')
            .map(|part| {
                let words = part.trim();
                let at = words.find(['@']).unwrap_or(0);
                let prefix = words[..at].trim_end_matches('-').trim();
                let suffix = words[at..].split_once(" + ").map_or("", |(_, suffix)| suffix);
                (prefix, suffix)
            })
            .collect();
        let items: Vec<CitedItem<'_>> = citation
            .items
            .iter()
            .enumerate()
            .map(|(n, item)| CitedItem {
                key: &item.key,
                cited: works.get(&item.key).map(|work| Cited {
                    work,
                    href: &hrefs[n],
                    number: 1 + order.iter().position(|key| **key == item.key).unwrap_or(0),
                    position: positions[n],
                }),
                locator: item.locator.as_ref(),
                prefix: affixes[n].0,
                suffix: affixes[n].1,
                suppress_author: item.suppress_author,
            })
            .collect();
        let html = super::citation(citation.mode, &items, &style);
        let note = with_note_numbers(&html.note, &read.iter().copied().zip(1..).collect());
        let parts = [html.text, note].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join(" ^ ");
        lines.push(text.replace(" class=\"cite\"", ""));
    }
    lines.extend(order.iter().map(|key| works[*key].entry.to_string()));
    lines.join("\n")
}

fn parse_citation(line: &str) -> Citation {
    let mode = match line.starts_with('@') {
        true => CitationMode::Narrative,
        false => CitationMode::Parenthetical,
    };
    let items = line.split(';').map(|part| {
        let (before, after) = part.split_once('@').expect("each part has a key");
        let mut words = after.split_whitespace();
        let key = words.next().expect("each part has a key");
        let value = words.next().filter(|word| *word != "+");
        CitationItem {
            key: ReferenceKey(key.into()),
            prefix: Box::default(),
            locator: value.map(|value| Locator { kind: LocatorKind::Page, value: value.to_owned() }),
            suffix: Box::default(),
            suppress_author: before.ends_with('-'),
            span: span(),
        }
    });
    Citation { mode, items: items.collect(), sentence: Arc::default(), span: span() }
}

/// Works as briefing books cite them.
const BIB: &str = r#"
@report{ahrens, author = {Ahrens}, title = {Case Study: {Huawei} and {eCPRI}}, note = {Not printed.}}
@report{gao, author = {{Government Accountability Office}}, title = {Telecommunications \& Trade}, number = {GAO-20-1}, date = {2020-03}}
@article{jones, author = {Jones, Ann and de Gaulle, Charles}, title = {{5G} and the law}, journaltitle = {Journal of Policy}, volume = 3, number = 2, pages = {12--19}, date = {2019}, doi = {10.1/x_y}}
@jurisdiction{brown, title = {Brown v. Board of Education}, date = {1954}}
@legislation{act, title = {Secure {5G} and Beyond Act of 2020}}
@online{site, title = {{OPNFV} website}, url = {https://www.opnfv.org/?a=1&b=2}}
@misc{series, author = {Webster, Graham and others}, title = {Full Translation}, date = {1990/1995}}
"#;

const PAGE: &str = "\
@ahrens 12-14
see @ahrens 12; @gao + and passim
-@jones 15
@jones
@brown; @act; @site 3
@site
@series
@nobody";

#[test]
fn works_read_right_in_chicago_author_date() {
    insta::assert_snapshot!(check("chicago-author-date", BIB, PAGE), @r##"
    Ahrens (<a href="#ahrens"><i>Case Study: Huawei and eCPRI</i>, 12–14</a>)
    (see <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i>, 12</a>; <a href="#gao">Government Accountability Office 2020</a> and passim)
    (<a href="#jones">2019, 15</a>)
    Jones and de Gaulle (<a href="#jones">2019</a>)
    <i>Brown v. Board of Education</i> (<a href="#brown">1954</a>; <a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site">“OPNFV website,” 3</a>)
    <a href="#site">“OPNFV website”</a>
    Webster et al. (<a href="#series">1990–1995</a>)
    <span class="broken">@nobody</span>
    Ahrens. n.d. <i>Case Study: Huawei and eCPRI</i>.
    Brown v. Board of Education (1954).
    Government Accountability Office. 2020. <i>Telecommunications &amp; Trade</i>. GAO-20-1.
    Jones, Ann, and Charles de Gaulle. 2019. “5G and the law.” <i>Journal of Policy</i> 3 (2): 12–19. <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>.
    “OPNFV website.” n.d. <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>.
    Secure 5G and Beyond Act of 2020.
    Webster, Graham, et al. 1990–1995. “Full Translation.”
    "##);
}

#[test]
fn works_read_right_in_chicago_notes() {
    insta::assert_snapshot!(check("chicago-notes", BIB, PAGE), @r##"
    <a href="#ahrens">Ahrens</a> ^ <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i> (n.d.), 12–14</a>.
    See <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i>, 12</a>; <a href="#gao">Government Accountability Office, <i>Telecommunications &amp; Trade</i>, GAO-20-1 (2020)</a> and passim.
    <a href="#jones">Ann Jones and Charles de Gaulle, “5G and the law,” <i>Journal of Policy</i> 3, no. 2 (2019): 15, https://doi.org/10.1/x_y</a>.
    <a href="#jones">Jones and de Gaulle</a> ^ <a href="#jones">Jones and de Gaulle, “5G and the law.”</a>
    <a href="#brown"><i>Brown v. Board of Education</i></a> ^ <a href="#brown">Brown v. Board of Education (1954)</a>; <a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site">“OPNFV website,” 3, https://www.opnfv.org/?a=1&amp;b=2</a>.
    <a href="#site">“OPNFV website”</a> ^ <a href="#site">“OPNFV website.”</a>
    <a href="#series">Webster et al.</a> ^ <a href="#series">Graham Webster et al., “Full Translation,” 1990–1995</a>.
    <span class="broken">@nobody</span> ^ <span class="broken">@nobody</span>.
    Ahrens. <i>Case Study: Huawei and eCPRI</i>. n.d.
    Brown v. Board of Education (1954).
    Government Accountability Office. <i>Telecommunications &amp; Trade</i>. GAO-20-1. 2020.
    Jones, Ann, and Charles de Gaulle. “5G and the law.” <i>Journal of Policy</i> 3, no. 2 (2019): 12–19. <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>.
    “OPNFV website.” <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>.
    Secure 5G and Beyond Act of 2020.
    Webster, Graham, et al. “Full Translation.” 1990–1995.
    "##);
}

#[test]
fn works_read_right_in_apa() {
    insta::assert_snapshot!(check("apa", BIB, PAGE), @r##"
    Ahrens (<a href="#ahrens"><i>Case Study: Huawei and eCPRI</i>, pp. 12–14</a>)
    (see <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i>, p. 12</a>; <a href="#gao">Government Accountability Office, 2020</a> and passim)
    (<a href="#jones">2019, p. 15</a>)
    Jones and de Gaulle (<a href="#jones">2019</a>)
    <i>Brown v. Board of Education</i> (<a href="#brown">1954</a>; <a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site"><i>OPNFV website</i>, p. 3</a>)
    <a href="#site"><i>OPNFV website</i></a>
    Webster et al. (<a href="#series">1990–1995</a>)
    <span class="broken">@nobody</span>
    Ahrens. (n.d.). <i>Case Study: Huawei and eCPRI</i>.
    Brown v. Board of Education (1954).
    Government Accountability Office. (2020). <i>Telecommunications &amp; Trade</i> (GAO-20-1).
    Jones, A., &amp; de Gaulle, C. (2019). 5G and the law. <i>Journal of Policy</i>, <i>3</i>(2), 12–19. <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>
    <i>OPNFV website</i>. (n.d.). <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>
    Secure 5G and Beyond Act of 2020.
    Webster, G., et al. (1990–1995). <i>Full Translation</i>.
    "##);
}

#[test]
fn works_read_right_in_mla() {
    insta::assert_snapshot!(check("mla", BIB, PAGE), @r##"
    <a href="#ahrens">Ahrens</a> (12–14)
    (see <a href="#ahrens">Ahrens 12</a>; <a href="#gao">Government Accountability Office</a> and passim)
    (<a href="#jones">Jones and de Gaulle 15</a>)
    <a href="#jones">Jones and de Gaulle</a>
    <a href="#brown"><i>Brown v. Board of Education</i></a> (<a href="#act">Secure 5G and Beyond Act of 2020</a>; <a href="#site"><i>OPNFV website</i> 3</a>)
    <a href="#site"><i>OPNFV website</i></a>
    <a href="#series">Webster et al.</a>
    <span class="broken">@nobody</span>
    Ahrens. <i>Case Study: Huawei and eCPRI</i>.
    <i>Brown v. Board of Education</i>. 1954.
    Government Accountability Office. <i>Telecommunications &amp; Trade</i>. GAO-20-1, Mar. 2020.
    Jones, Ann, and Charles de Gaulle. “5G and the law.” <i>Journal of Policy</i>, vol. 3, no. 2, 2019, pp. 12–19, <a href="https://doi.org/10.1/x_y">https://doi.org/10.1/x_y</a>.
    <i>OPNFV website</i>. <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>.
    Secure 5G and Beyond Act of 2020.
    Webster, Graham, et al. “Full Translation.” 1990–1995.
    "##);
}

#[test]
fn works_read_right_in_ieee() {
    insta::assert_snapshot!(check("ieee", BIB, PAGE), @r##"
    Ahrens <a href="#ahrens">[1, pp. 12–14]</a>
    see <a href="#ahrens">[1, p. 12]</a>, <a href="#gao">[2]</a> and passim
    <a href="#jones">[3, p. 15]</a>
    A. Jones and C. de Gaulle <a href="#jones">[3]</a>
    <i>Brown v. Board of Education</i> <a href="#brown">[4]</a>, <a href="#act">[5]</a>, <a href="#site">[6, p. 3]</a>
    “OPNFV website” <a href="#site">[6]</a>
    G. Webster et al. <a href="#series">[7]</a>
    <span class="broken">@nobody</span>
    Ahrens, “Case Study: Huawei and eCPRI.”
    Government Accountability Office, “Telecommunications &amp; Trade,” GAO-20-1, Mar. 2020.
    A. Jones and C. de Gaulle, “5G and the law,” <i>Journal of Policy</i>, vol. 3, no. 2, pp. 12–19, 2019, doi: <a href="https://doi.org/10.1/x_y">10.1/x_y</a>.
    <i>Brown v. Board of Education</i>. 1954.
    <i>Secure 5G and Beyond Act of 2020</i>.
    “OPNFV website.” [Online]. Available: <a href="https://www.opnfv.org/?a=1&amp;b=2">https://www.opnfv.org/?a=1&amp;b=2</a>
    G. Webster et al., “Full Translation.” 1990–1995.
    "##);
}

/// Works that would be called the same.
const SAME: &str = r#"
@report{a1, author = {Doe, Jane}, title = {Zeta}, date = {2020}}
@report{a2, author = {Doe, Jane}, title = {Alpha}, date = {2020-05}}
@report{a3, author = {Doe, John}, title = {Beta}, date = {2020}}
@report{b1, author = {Roe, Ann}, title = {One}, date = {2020}}
@report{b2, author = {Roe, Bob}, title = {Two}, date = {2020}}
@report{c1, author = {BIS}, title = {Additions}, number = 1}
@report{c2, author = {BIS}, title = {Additions}, number = 2}
@report{c3, author = {BIS}, title = {Removals}}
"#;

const SAME_PAGE: &str = "-- @a1 3; -- @a2; -- @a3\n-- @b1; -- @b2\n-- @c1; -- @c2; -- @c3\n@c1";

#[test]
fn works_that_would_be_called_the_same_are_told_apart() {
    let page = SAME_PAGE.replace("-- ", "see ");
    insta::assert_snapshot!(check("chicago-author-date", SAME, &page), @r##"
    (see <a href="#a1">Jane Doe 2020a, 3</a>; see <a href="#a2">Jane Doe 2020b</a>; see <a href="#a3">John Doe 2020</a>)
    (see <a href="#b1">A. Roe 2020</a>; see <a href="#b2">B. Roe 2020</a>)
    (see <a href="#c1">BIS n.d.-a</a>; see <a href="#c2">BIS n.d.-b</a>; see <a href="#c3">BIS, <i>Removals</i></a>)
    BIS (<a href="#c1">n.d.-a</a>)
    BIS. n.d.-a. <i>Additions</i>. No. 1.
    BIS. n.d.-b. <i>Additions</i>. No. 2.
    BIS. n.d. <i>Removals</i>.
    Doe, Jane. 2020a. <i>Zeta</i>.
    Doe, Jane. 2020b. <i>Alpha</i>.
    Doe, John. 2020. <i>Beta</i>.
    Roe, Ann. 2020. <i>One</i>.
    Roe, Bob. 2020. <i>Two</i>.
    "##);
    insta::assert_snapshot!(check("mla", SAME, &page), @r##"
    (see <a href="#a1">Jane Doe, <i>Zeta</i> 3</a>; see <a href="#a2">Jane Doe, <i>Alpha</i></a>; see <a href="#a3">John Doe</a>)
    (see <a href="#b1">A. Roe</a>; see <a href="#b2">B. Roe</a>)
    (see <a href="#c1">BIS, <i>Additions</i></a>; see <a href="#c2">BIS, <i>Additions</i></a>; see <a href="#c3">BIS, <i>Removals</i></a>)
    BIS (<a href="#c1"><i>Additions</i></a>)
    BIS. <i>Additions</i>. no. 1.
    BIS. <i>Additions</i>. no. 2.
    BIS. <i>Removals</i>.
    Doe, Jane. <i>Alpha</i>. May 2020.
    Doe, Jane. <i>Zeta</i>. 2020.
    Doe, John. <i>Beta</i>. 2020.
    Roe, Ann. <i>One</i>. 2020.
    Roe, Bob. <i>Two</i>. 2020.
    "##);
}

#[test]
fn kinds_of_works_that_engines_forget_read_right() {
    let bib = r#"
@misc{hearing, author = {{House Committee on Energy}}, title = {Oversight of the {FCC}}, keywords = {hearing}, date = {2019-12-05}}
@online{release, author = {{Department of Justice}}, title = {Team Telecom Recommends}, type = {Press release}, date = {2020-04-09}, url = {https://example.org/}}
@legislation{bill, title = {A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks}, number = {S. 3189}, date = {2020-01}}
@article{soon, author = {Poe, Max}, title = {Soon?}, year = {forthcoming}, journaltitle = {Review}}
@book{circa, author = {van der Berg, Jan}, title = {Old}, date = {1985~}}
@book{edited, editor = {Editor, Eve}, title = {Collection}, date = {2001}}
@book{nothing, date = {199X}}
@report{spring, author = {Smith, Jr., John}, title = {Seasonal}, date = {2020-21}}
"#;
    let page = "see @hearing; @release; @bill; @soon\nsee @circa; @edited; @nothing; @spring\n@spring";
    insta::assert_snapshot!(check("chicago-author-date", bib, page), @r##"
    (see <a href="#hearing">House Committee on Energy 2019</a>; <a href="#release">Department of Justice 2020</a>; <a href="#bill">A Bill to Use Proceeds from Spectrum Auctions 2020</a>; <a href="#soon">Poe forthcoming</a>)
    (see <a href="#circa">van der Berg c. 1985</a>; <a href="#edited">Editor 2001</a>; <a href="#nothing"><i>[nothing]</i> 1990s</a>; <a href="#spring">Smith 2020</a>)
    Smith (<a href="#spring">2020</a>)
    Berg, Jan van der. c. 1985. <i>Old</i>.
    A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020).
    Department of Justice. 2020. “Team Telecom Recommends.” Press release. April 9. <a href="https://example.org/">https://example.org/</a>.
    Editor, Eve, ed. 2001. <i>Collection</i>.
    House Committee on Energy. 2019. <i>Oversight of the FCC</i>. Hearing.
    <i>[nothing]</i>. 1990s.
    Poe, Max. Forthcoming. “Soon?” <i>Review</i>.
    Smith, John, Jr. Spring 2020. <i>Seasonal</i>.
    "##);
    insta::assert_snapshot!(check("apa", bib, page), @r##"
    (see <a href="#hearing">House Committee on Energy, 2019</a>; <a href="#release">Department of Justice, 2020</a>; <a href="#bill">A Bill to Use Proceeds from Spectrum Auctions, 2020</a>; <a href="#soon">Poe, forthcoming</a>)
    (see <a href="#circa">van der Berg, c. 1985</a>; <a href="#edited">Editor, 2001</a>; <a href="#nothing"><i>[nothing]</i>, 1990s</a>; <a href="#spring">Smith, 2020</a>)
    Smith (<a href="#spring">2020</a>)
    van der Berg, J. (c. 1985). <i>Old</i>.
    A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020).
    Department of Justice. (2020, April 9). <i>Team Telecom Recommends</i> [Press release]. <a href="https://example.org/">https://example.org/</a>
    Editor, E. (ed.). (2001). <i>Collection</i>.
    House Committee on Energy. (2019). <i>Oversight of the FCC</i> [Hearing].
    <i>[nothing]</i>. (1990s).
    Poe, M. (forthcoming). Soon? <i>Review</i>.
    Smith, J., Jr. (spring 2020). <i>Seasonal</i>.
    "##);
    insta::assert_snapshot!(check("chicago-notes", bib, page), @r##"
    See <a href="#hearing">House Committee on Energy, <i>Oversight of the FCC</i>, Hearing (2019)</a>; <a href="#release">Department of Justice, “Team Telecom Recommends,” Press release, April 9, 2020, https://example.org/</a>; <a href="#bill">A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020)</a>; <a href="#soon">Max Poe, “Soon?,” <i>Review</i>, forthcoming</a>.
    See <a href="#circa">Jan van der Berg, <i>Old</i> (c. 1985)</a>; <a href="#edited">Eve Editor, ed., <i>Collection</i> (2001)</a>; <a href="#nothing"><i>[nothing]</i> (1990s)</a>; <a href="#spring">John Smith, Jr., <i>Seasonal</i> (spring 2020)</a>.
    <a href="#spring">Smith</a> ^ <a href="#spring">Smith, <i>Seasonal</i></a>.
    Berg, Jan van der. <i>Old</i>. c. 1985.
    A Bill to Use Proceeds from Spectrum Auctions for the Security of Networks, S. 3189 (2020).
    Department of Justice. “Team Telecom Recommends.” Press release. April 9, 2020. <a href="https://example.org/">https://example.org/</a>.
    Editor, Eve, ed. <i>Collection</i>. 2001.
    House Committee on Energy. <i>Oversight of the FCC</i>. Hearing. 2019.
    <i>[nothing]</i>. 1990s.
    Poe, Max. “Soon?” <i>Review</i>, forthcoming.
    Smith, John, Jr. <i>Seasonal</i>. Spring 2020.
    "##);
}

#[test]
fn a_style_with_ibid_says_it() {
    let page = "see @jones 3\nsee @jones 3\nsee @jones 4\nsee @ahrens\nsee @jones";
    insta::assert_snapshot!(check("modern-humanities-research-association-notes", BIB, page), @r##"
    See <a href="#jones">Ann Jones and Charles de Gaulle, “5G and the law,” <i>Journal of Policy</i>, 3.2 (2019), pp. 12–19 (p. 3), doi:10.1/x_y</a>.
    See <a href="#jones">Jones and de Gaulle, “5G and the law,” p. 3</a>.
    See <a href="#jones">Jones and de Gaulle, “5G and the law,” p. 4</a>.
    See <a href="#ahrens">Ahrens, <i>Case Study: Huawei and eCPRI</i> (n.d.)</a>.
    See <a href="#jones">Jones and de Gaulle, “5G and the law.”</a>
    Ahrens, <i>Case Study: Huawei and eCPRI</i> (n.d.)
    Jones, Ann, and Charles de Gaulle, “5G and the law,” <i>Journal of Policy</i>, 3.2 (2019), pp. 12–19, doi:<a href="https://doi.org/10.1/x_y">10.1/x_y</a>
    "##);
    insta::assert_snapshot!(check("gb-7714-2015-note", BIB, page), @r##"
    See <a href="#jones">JONES A, DE GAULLE C. 5G and the law[J/OL]. Journal of Policy, 2019, 3(2): 3. DOI:10.1/x_y</a>.
    See <a href="#jones">同上</a>.
    See <a href="#jones">同上: 4</a>.
    See <a href="#ahrens">AHRENS. Case Study: Huawei and eCPRI[R]</a>.
    See <a href="#jones">同1</a>.
    JONES A, DE GAULLE C. 5G and the law[J/OL]. Journal of Policy, 2019, 3(2): 12-19. DOI:<a href="https://doi.org/10.1/x_y">10.1/x_y</a>.
    AHRENS. Case Study: Huawei and eCPRI[R].
    "##);
}

#[test]
fn places_are_in_the_language_of_the_book() {
    let place = |kind, value: &str| Locator { kind, value: value.to_owned() };
    let read = |language: &str| {
        let style = style(&choice("apa", language), &span()).value;
        [
            place(LocatorKind::Page, "12-14"),
            place(LocatorKind::Page, "xi"),
            place(LocatorKind::Chapter, "3"),
            place(LocatorKind::Section, "889"),
            place(LocatorKind::Version, "2"),
            place(LocatorKind::Timestamp, "1:20"),
        ]
        .map(|place| locator(&place, &style))
        .join(" | ")
    };
    assert_eq!(read("en"), "pp. 12–14 | p. xi | chap. 3 | sec. 889 | version 2 | 1:20");
    assert_eq!(read("de"), "S. 12–14 | S. xi | Kap. 3 | Abschn. 889 | Version 2 | 1:20");
    assert_eq!(read("fr-CA"), "p. 12–14 | p. xi | chap. 3 | sect. 889 | version 2 | 1:20");
    assert_eq!(read("tlh"), read("en"));
}

#[test]
fn an_unknown_style_is_reported_with_a_name_that_is_near() {
    let checked = style(&choice("chicago-autor-date", "en"), &span());
    assert_eq!(checked.diagnostics[0].message, "there is no citation style `chicago-autor-date`");
    assert_eq!(checked.diagnostics[0].help.as_deref(), Some("did you mean `chicago-author-date`?"));
    assert_eq!(checked.value, named("chicago-author-date"));
    for name in ["chicago-notes-bibliography", "APA", "vancouver", "ieee.csl", "nature"] {
        assert!(style(&choice(name, "en"), &span()).diagnostics.is_empty(), "{name}");
    }
}

#[test]
fn references_go_out_as_they_came_in() {
    let references = references(BIB);
    insta::assert_snapshot!(references.values().map(|reference| bibtex(reference)).collect::<String>(), @r"
    @legislation{act,
      title = {{Secure 5G and Beyond Act of 2020}},
    }
    @report{ahrens,
      author = {Ahrens},
      title = {{Case Study: Huawei and eCPRI}},
      note = {Not printed.},
    }
    @jurisdiction{brown,
      title = {{Brown v. Board of Education}},
      date = {1954},
    }
    @report{gao,
      author = {{Government Accountability Office}},
      title = {{Telecommunications \& Trade}},
      date = {2020-03},
      number = {GAO-20-1},
    }
    @article{jones,
      author = {Jones, Ann and de Gaulle, Charles},
      title = {{5G and the law}},
      date = {2019},
      journaltitle = {Journal of Policy},
      volume = {3},
      number = {2},
      pages = {12–19},
      doi = {10.1/x_y},
    }
    @misc{series,
      author = {Webster, Graham and others},
      title = {{Full Translation}},
      date = {1990/1995},
    }
    @online{site,
      title = {{OPNFV website}},
      url = {https://www.opnfv.org/?a=1&b=2},
    }
    ");
    let out: String = references.values().map(|reference| bibtex(reference)).collect();
    let back = self::references(&out);
    for (key, reference) in &references {
        let same = |reference: &Reference| Reference { span: span(), ..reference.clone() };
        assert_eq!(same(reference), same(&back[key]));
    }
}

#[test]
fn laws_and_pairs_of_bare_names_read_right() {
    let bib = r#"
@legislation{rule, author = {{BIS}}, title = {Addition of Entities}}
@legislation{order, author = {{White House}}, title = {Executive Order on {TikTok}}, date = {2020-08}}
@legislation{act, title = {Secure {5G} and Beyond Act of 2020}, date = {2020-03}}
@legislation{hr, title = {Expressing the Sense}, number = {{H.R.} 575}}
@article{pair, author = {Yan and Pitt}, title = {{Jack Ma} Calls for {`Inclusive Chips'}}}
"#;
    let page = "see @rule; @order; @act 3; @hr; @pair\n@act\n@pair 7";
    insta::assert_snapshot!(check("chicago-author-date", bib, page), @r##"
    (see <a href="#rule">BIS, <i>Addition of Entities</i></a>; <a href="#order">White House 2020</a>; <a href="#act">Secure 5G and Beyond Act of 2020, 3</a>; <a href="#hr">Expressing the Sense</a>; <a href="#pair">Yan and Pitt, “Jack Ma Calls for ‘Inclusive Chips’”</a>)
    <a href="#act">Secure 5G and Beyond Act of 2020</a>
    Yan and Pitt (<a href="#pair">“Jack Ma Calls for ‘Inclusive Chips,’” 7</a>)
    BIS. n.d. <i>Addition of Entities</i>.
    Expressing the Sense, H.R. 575.
    Secure 5G and Beyond Act of 2020.
    White House. 2020. <i>Executive Order on TikTok</i>.
    Yan and Pitt. n.d. “Jack Ma Calls for ‘Inclusive Chips.’”
    "##);
    insta::assert_snapshot!(check("chicago-notes", bib, page), @r##"
    See <a href="#rule">BIS, <i>Addition of Entities</i> (n.d.)</a>; <a href="#order">White House, <i>Executive Order on TikTok</i> (2020)</a>; <a href="#act">Secure 5G and Beyond Act of 2020, 3</a>; <a href="#hr">Expressing the Sense, H.R. 575</a>; <a href="#pair">Yan and Pitt, “Jack Ma Calls for ‘Inclusive Chips.’”</a>
    <a href="#act">Secure 5G and Beyond Act of 2020</a> ^ <a href="#act">Secure 5G and Beyond Act of 2020</a>.
    <a href="#pair">Yan and Pitt</a> ^ <a href="#pair">Yan and Pitt, “Jack Ma Calls for ‘Inclusive Chips,’” 7</a>.
    BIS. <i>Addition of Entities</i>. n.d.
    Expressing the Sense, H.R. 575.
    Secure 5G and Beyond Act of 2020.
    White House. <i>Executive Order on TikTok</i>. 2020.
    Yan and Pitt. “Jack Ma Calls for ‘Inclusive Chips.’”
    "##);
}

#[test]
fn however_many_pairs_there_are_all_get_letters() {
    let names = ["Adams", "Baker", "Clark", "Davis", "Evans", "Frank", "Ghosh", "Hills"];
    let book = |name: &str, n: i32| {
        format!("@book{{{name}{n}, author = {{{name}, Jo}}, title = {{Title {n}}}, date = {{2020}}}}\n")
    };
    let bib: String = names.iter().flat_map(|name| [book(name, 1), book(name, 2)]).collect();
    let page = names.map(|name| format!("-@{name}2; -@{name}1")).join("; ");
    for style in ["apa", "chicago-author-date", "harvard-cite-them-right"] {
        let cited = check(style, &bib, &page);
        let cited = cited.lines().next().unwrap_or_default();
        assert_eq!((cited.matches(">2020a<").count(), cited.matches(">2020b<").count()), (8, 8), "{cited}");
        // Letters follow the list of sources and not the text.
        assert!(cited.starts_with("(<a href=\"#Adams2\">2020b<"), "{cited}");
    }
}

#[test]
fn namesakes_keep_their_given_names() {
    let bib = "@book{a, author = {Smith, Anna}, title = {One}, date = {2020}}\n\
               @book{b, author = {Smith, Ben}, title = {Two}, date = {2020}}\n\
               @book{c, author = {Smith, Bob}, title = {Three}, date = {2021}}\n\
               @book{d, author = {Smith, Bea}, title = {Four}, date = {2021}}";
    insta::assert_snapshot!(check("apa", bib, "see @a; @b; @c; @d"), @r##"
    (see <a href="#a">A. Smith, 2020</a>; <a href="#b">B. Smith, 2020</a>; <a href="#c">Bob Smith, 2021</a>; <a href="#d">Bea Smith, 2021</a>)
    Smith, A. (2020). <i>One</i>.
    Smith, B. (2021). <i>Four</i>.
    Smith, B. (2020). <i>Two</i>.
    Smith, B. (2021). <i>Three</i>.
    "##);
    insta::assert_snapshot!(check("chicago-author-date", bib, "see @a; @b; @c; @d"), @r##"
    (see <a href="#a">A. Smith 2020</a>; <a href="#b">B. Smith 2020</a>; <a href="#c">Bob Smith 2021</a>; <a href="#d">Bea Smith 2021</a>)
    Smith, Anna. 2020. <i>One</i>.
    Smith, Bea. 2021. <i>Four</i>.
    Smith, Ben. 2020. <i>Two</i>.
    Smith, Bob. 2021. <i>Three</i>.
    "##);
}

#[test]
fn ranges_of_dates_particles_and_numbers_come_through_csl_json() {
    let json = r#"[
      {"id": "range", "type": "book", "title": "Diaries", "author": [{"family": "Doe"}],
       "issued": {"date-parts": [[1990, 5], [1995, 6]]}},
      {"id": "open", "type": "webpage", "title": "Log", "author": [{"family": "Doe"}],
       "issued": {"date-parts": [[2019, 5], [0, 0]]}},
      {"id": "berg", "type": "book", "title": "Hills", "issued": {"date-parts": [["2021"]]},
       "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}]},
      {"id": "humboldt", "type": "book", "title": "Cosmos", "issued": {"date-parts": [[1845]]},
       "author": [{"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}]},
      {"id": "gao", "type": "report", "title": "Trade", "number": "GAO-20-1", "author": [{"literal": "GAO"}]},
      {"id": "brown", "type": "legal_case", "title": "Brown v. Board of Education", "volume": "347",
       "container-title": "U.S.", "page": "483", "issued": {"date-parts": [[1954]]}}
    ]"#;
    let page = "see @range; @open; @berg; @humboldt; @gao; @brown";
    insta::assert_snapshot!(check("chicago-author-date", json, page), @r##"
    (see <a href="#range">Doe 1990–1995</a>; <a href="#open">Doe May 2019 onwards</a>; <a href="#berg">van der Berg 2021</a>; <a href="#humboldt">von Humboldt 1845</a>; <a href="#gao">GAO, <i>Trade</i></a>; <a href="#brown"><i>Brown v. Board of Education</i> 1954</a>)
    Berg, Jan van der. 2021. <i>Hills</i>.
    Brown v. Board of Education, 347 U.S. 483 (1954).
    Doe. May 1990 – June 1995. <i>Diaries</i>.
    Doe. May 2019 onwards. “Log.”
    GAO. n.d. <i>Trade</i>. GAO-20-1.
    Humboldt, Alexander von. 1845. <i>Cosmos</i>.
    "##);
    insta::assert_snapshot!(check("bluebook", json, page), @r##"
    See <a href="#range"><span class="small-caps">Doe</span>, <span class="small-caps">Diaries</span> (May 1990 – June 1995)</a>; <a href="#open">Doe, <i>Log</i> (May 2019 onwards)</a>; <a href="#berg"><span class="small-caps">Jan van der Berg</span>, <span class="small-caps">Hills</span> (2021)</a>; <a href="#humboldt"><span class="small-caps">Alexander von Humboldt</span>, <span class="small-caps">Cosmos</span> (1845)</a>; <a href="#gao"><span class="small-caps">GAO</span>, <span class="small-caps">GAO-20-1</span>, <span class="small-caps">Trade</span></a>; <a href="#brown">Brown v. Board of Education, 347 U.S. 483 (1954)</a>.
    <span class="small-caps">van der Berg, Jan</span>, <span class="small-caps">Hills</span> (2021).
    Brown v. Board of Education, 347 U.S. 483 (1954).
    <span class="small-caps">Doe</span>, <span class="small-caps">Diaries</span> (May 1990 – June 1995).
    Doe, <i>Log</i> (May 2019 onwards).
    <span class="small-caps">GAO</span>, <span class="small-caps">GAO-20-1</span>, <span class="small-caps">Trade</span>.
    <span class="small-caps">von Humboldt, Alexander</span>, <span class="small-caps">Cosmos</span> (1845).
    "##);
}

/// Works of every kind that a book of policy cites.
const KINDS: &str = r#"
@legislation{act, title = {Secure Networks Act of 2019}, number = {Pub. L. No. 116-124}, date = {2020}}
@bill{bill, title = {Transmission Act}, number = {{S. 3189}}, date = {2020-01-14}}
@regulation{rule, author = {{Bureau of Industry and Security}}, title = {Addition of Entities}, volume = {84}, journaltitle = {Fed. Reg.}, pages = {22961}, date = {2019-05-21}}
@jurisdiction{case, title = {Brown v. Board of Education}, volume = {347}, journaltitle = {U.S.}, pages = {483}, date = {1954}}
@hearing{hearing, title = {Oversight of the FCC}, institution = {House Committee on Energy}, date = {2019-05-15}}
@treaty{treaty, title = {Budapest Convention}, date = {2001-11-23}}
@report{report, author = {{Government Accountability Office}}, title = {Trade}, number = {GAO-20-1}, date = {2020-03}}
@online{release, author = {{Department of Justice}}, title = {Team Telecom Recommends}, type = {Press release}, date = {2020-04-09}, url = {https://example.org/}}
@article{article, author = {Craig, Paul}, title = {Values in Public Law}, journaltitle = {Law Quarterly Review}, volume = {121}, pages = {440-455}, date = {2005}}
@article{news, author = {Doe, Jo}, title = {Ban Is Near}, journaltitle = {The Times}, entrysubtype = {newspaper}, date = {2020-07-14}}
@book{book, author = {Fisher, Elizabeth}, title = {Risk Regulation}, publisher = {Hart}, edition = {2}, date = {2007}}
@incollection{chapter, author = {Roe, Ann}, title = {On Cables}, editor = {Poe, Max and Moe, Sue}, booktitle = {Seas}, publisher = {Press}, date = {2001}}
@online{site, title = {Prague Proposals}, url = {https://example.org/p}, urldate = {2020-10-01}}
@thesis{thesis, author = {Low, Kim}, title = {Spectrum}, type = {phdthesis}, institution = {MIT}, date = {1999}}
"#;

#[test]
fn quotes_inside_of_quotes_are_of_the_other_kind() {
    let bib = "@article{a, author = {Li and Wu}, title = {The ``New'' Plan}, journaltitle = {J}, date = {2020}}\n\
               @article{b, author = {Li, Bo}, title = {`New Plan' and China's}, journaltitle = {J}, date = {2021}}";
    insta::assert_snapshot!(check("chicago-author-date", bib, "see @a; @b"), @r##"
    (see <a href="#a">Li and Wu 2020</a>; <a href="#b">Li 2021</a>)
    Li and Wu. 2020. “The ‘New’ Plan.” <i>J</i>.
    Li, Bo. 2021. “‘New Plan’ and China’s.” <i>J</i>.
    "##);
    insta::assert_snapshot!(check("oscola", bib, "see @a; @b"), @r##"
    See <a href="#a">Li and Wu, ‘The “New” Plan’ [2020] J</a>; <a href="#b">Bo Li, ‘“New Plan” and China’s’ [2021] J</a>.
    Li and Wu, ‘The “New” Plan’ [2020] J
    Li B, ‘“New Plan” and China’s’ [2021] J
    "##);
}

#[test]
fn a_stop_does_not_double_where_a_field_ends_with_one() {
    let json = r#"[{"id":"a","type":"book","title":"And so on ...","author":[{"family":"Roe","given":"Ann","suffix":"Jr."}],"issued":{"literal":"n.d."}}]"#;
    insta::assert_snapshot!(check("chicago-author-date", json, "@a"), @r##"
    Roe (<a href="#a">n.d.</a>)
    Roe, Ann, Jr. n.d. <i>And so on ...</i>
    "##);
}

#[test]
fn straight_quotes_become_those_of_the_language() {
    let json = r#"[
        {"id":"a","type":"book","title":"People's \"friend\" and 'foe' of '09","author":[{"family":"D'Arcus","given":"B."}]},
        {"id":"b","type":"article-journal","title":"A 19\" shelf","container-title":"The \"J\"","author":[{"family":"Li","given":"Bo"}]},
        {"id":"c","type":"webpage","title":"\"All\" of '09 and the dogs' bowl","URL":"https://example.org/it's"}
    ]"#;
    insta::assert_snapshot!(check("apa", json, "@a; @b; @c"), @r##"
    D’Arcus (<a href="#a"><i>People’s “friend” and ‘foe’ of ’09</i></a>; <a href="#b">Li, “A 19&quot; shelf”</a>; <a href="#c"><i>“All” of ’09 and the dogs’ bowl</i></a>)
    <i>“All” of ’09 and the dogs’ bowl</i>. (n.d.). <a href="https://example.org/it's">https://example.org/it's</a>
    D’Arcus, B. (n.d.). <i>People’s “friend” and ‘foe’ of ’09</i>.
    Li, B. (n.d.). A 19&quot; shelf. <i>The &quot;J&quot;</i>.
    "##);
    let german = style(&choice("apa", "de"), &span()).value;
    let works = works(&references(json), &german);
    let entry = &works[&ReferenceKey("a".into())].entry;
    assert!(entry.ends_with("<i>People’s „friend“ and ‘foe’ of ’09</i>."), "{entry}");
}

/// What no other entry here has.
const RARE: &str = r#"
@inbook{all, author = {{\AA}ngstr{\"o}m, Jo and {UN and Others} and others}, editor = {Gaulle, Jr., Charles de}, translator = {Roe, Ann}, bookauthor = {Poe, Max}, title = {50\% of {\LaTeX} \& more}, booktitle = {Book_1}, series = {Series}, number = {7}, volume = {2}, volumes = {3}, pages = {1--9}, pagetotal = {99}, chapter = {4}, part = {5}, edition = {2}, publisher = {Press}, location = {Paris}, isbn = {978-3-16}, language = {fr}, note = {A note}, annotation = {Mine}, abstract = {Short}, keywords = {a, b}, library = {BnF}, date = {1985~/1990}, url = {https://example.org/a_b?c=%20d}, urldate = {2020-10-01}, archived = {https://web.archive.org/x}}
@article{journal, author = {Two Words,}, title = {T}, journaltitle = {J}, shortjournal = {JJ}, number = {3}, year = {in press}}
@article{magazine, title = {T}, entrysubtype = {magazine}, journaltitle = {M}}
@misc{speech, author = {Doe, Jo}, title = {T}, entrysubtype = {speech}, eventtitle = {E}, venue = {V}}
@interview{interview, author = {Doe, Jo}, interviewer = {Roe, Ann}, title = {T}}
@letter{letter, author = {Doe, Jo}, recipient = {Roe, Ann}, title = {T}}
@patent{patent, author = {Doe, Jo}, holder = {{Acme}}, title = {T}, number = {US 7}}
@standard{standard, title = {T}, institution = {{ETSI}}, number = {TS 1}, version = {1.2}}
@dataset{dataset, title = {T}, publisher = {P}, doi = {10.1/x}}
@inproceedings{paper, title = {T}, booktitle = {B}, date = {2020-21}}
"#;

#[test]
fn what_is_exported_reads_back_as_the_same_works() {
    let references = references(&format!("{KINDS}{RARE}"));
    assert_eq!(references.len(), 24);
    let read = |name: &str, text: &str| {
        let checked = parse::bibliography(&SourceFile::new(name, text));
        assert_eq!(checked.diagnostics, Vec::new());
        checked.value.iter().map(|found| (found.key.clone(), found.clone())).collect::<BTreeMap<_, _>>()
    };
    let bib: String = references.values().map(|reference| bibtex(reference)).collect();
    let json = serde_json::Value::Array(references.values().map(|reference| csl_json(reference)).collect());
    for back in [read("b.bib", &bib), read("b.json", &json.to_string())] {
        for (key, reference) in &references {
            let same = |reference: &Reference| Reference { span: span(), ..reference.clone() };
            assert_eq!(same(&back[key]), same(reference));
        }
    }
}

#[test]
fn styles_of_law_know_all_kinds_of_works() {
    let page = "see @act 12; @bill; @rule; @case 495; @hearing; @treaty; @report 7; @release\n\
                see @article 441; @news; @book 46; @chapter; @site; @thesis\n\
                see @act 3; @case 490; @report 9; @article 442; @site";
    insta::assert_snapshot!(check("oscola", KINDS, page), @r##"
    See <a href="#act">Secure Networks Act of 2019 (Pub. L. No. 116-124, 2020), 12</a>; <a href="#bill">Transmission Act S. 3189 (14 January 2020)</a>; <a href="#rule">Bureau of Industry and Security, Addition of Entities (84 Fed. Reg. 22961, 21 May 2019)</a>; <a href="#case"><i>Brown v. Board of Education</i> [1954] 347 U.S. 483, 495</a>; <a href="#hearing"><i>Oversight of the FCC</i> (Hearing, House Committee on Energy, 15 May 2019)</a>; <a href="#treaty">Budapest Convention 2001</a>; <a href="#report">Government Accountability Office, <i>Trade</i> (GAO-20-1, March 2020) 7</a>; <a href="#release">Department of Justice, ‘Team Telecom Recommends’ (Press release, 9 April 2020) &lt;https://example.org/&gt;</a>.
    See <a href="#article">Paul Craig, ‘Values in Public Law’ (2005) 121 Law Quarterly Review 440, 441</a>; <a href="#news">Jo Doe, ‘Ban Is Near’ <i>The Times</i> (14 July 2020)</a>; <a href="#book">Elizabeth Fisher, <i>Risk Regulation</i> (2nd edn, Hart 2007) 46</a>; <a href="#chapter">Ann Roe, ‘On Cables’ in Max Poe and Sue Moe (eds), <i>Seas</i> (Press 2001)</a>; <a href="#site">‘Prague Proposals’ &lt;https://example.org/p&gt; accessed 1 October 2020</a>; <a href="#thesis">Kim Low, ‘Spectrum’ (PhD thesis, MIT 1999)</a>.
    See <a href="#act">Secure Networks Act of 2019 (n 1), 3</a>; <a href="#case"><i>Brown v. Board of Education</i> (n 1) 490</a>; <a href="#report">Government Accountability Office (n 1) 9</a>; <a href="#article">Craig (n 2) 442</a>; <a href="#site">‘Prague Proposals’ (n 2)</a>.
    <i>Brown v. Board of Education</i> [1954] 347 U.S. 483
    Budapest Convention 2001
    Bureau of Industry and Security, Addition of Entities (84 Fed. Reg. 22961, 21 May 2019)
    Craig P, ‘Values in Public Law’ (2005) 121 Law Quarterly Review 440
    Department of Justice, ‘Team Telecom Recommends’ (Press release, 9 April 2020) &lt;<a href="https://example.org/">https://example.org/</a>&gt;
    Doe J, ‘Ban Is Near’ <i>The Times</i> (14 July 2020)
    Fisher E, <i>Risk Regulation</i> (2nd edn, Hart 2007)
    Government Accountability Office, <i>Trade</i> (GAO-20-1, March 2020)
    Low K, ‘Spectrum’ (PhD thesis, MIT 1999)
    <i>Oversight of the FCC</i> (Hearing, House Committee on Energy, 15 May 2019)
    ‘Prague Proposals’ &lt;<a href="https://example.org/p">https://example.org/p</a>&gt; accessed 1 October 2020
    Roe A, ‘On Cables’ in Max Poe and Sue Moe (eds), <i>Seas</i> (Press 2001)
    Secure Networks Act of 2019 (Pub. L. No. 116-124, 2020)
    Transmission Act S. 3189 (14 January 2020)
    "##);
    insta::assert_snapshot!(check("bluebook", KINDS, page), @r##"
    See <a href="#act">Secure Networks Act of 2019, Pub. L. No. 116-124, 12 (2020)</a>; <a href="#bill">Transmission Act, S. 3189 (2020)</a>; <a href="#rule">Bureau of Industry and Security, Addition of Entities, 84 Fed. Reg. 22961 (May 21, 2019)</a>; <a href="#case">Brown v. Board of Education, 347 U.S. 483, 495 (1954)</a>; <a href="#hearing"><i>Oversight of the FCC</i> (Hearing, House Committee on Energy, May 15, 2019)</a>; <a href="#treaty">Budapest Convention (2001)</a>; <a href="#report"><span class="small-caps">Government Accountability Office</span>, <span class="small-caps">GAO-20-1</span>, <span class="small-caps">Trade</span> 7 (Mar. 2020)</a>; <a href="#release">Department of Justice, <i>Team Telecom Recommends</i> (Press release, Apr. 9, 2020), https://example.org/</a>.
    See <a href="#article">Paul Craig, <i>Values in Public Law</i>, 121 <span class="small-caps">Law Quarterly Review</span> 440, 441 (2005)</a>; <a href="#news">Jo Doe, <i>Ban Is Near</i>, <span class="small-caps">The Times</span> (July 14, 2020)</a>; <a href="#book"><span class="small-caps">Elizabeth Fisher</span>, <span class="small-caps">Risk Regulation</span> 46 (2nd ed. 2007)</a>; <a href="#chapter">Ann Roe, <i>On Cables</i>, <i>in</i> <span class="small-caps">Seas</span> (Max Poe &amp; Sue Moe eds., 2001)</a>; <a href="#site"><i>Prague Proposals</i>, https://example.org/p (last visited Oct. 1, 2020)</a>; <a href="#thesis">Kim Low, <i>Spectrum</i> (1999) (PhD thesis, MIT)</a>.
    See <a href="#act">Secure Networks Act of 2019 at 3</a>; <a href="#case"><i>Brown v. Board of Education</i>, 347 U.S. at 490</a>; <a href="#report">Government Accountability Office, <i>supra</i> note 1, at 9</a>; <a href="#article">Craig, <i>supra</i> note 2, at 442</a>; <a href="#site"><i>Prague Proposals</i>, <i>supra</i> note 2</a>.
    Brown v. Board of Education, 347 U.S. 483 (1954).
    Budapest Convention (2001).
    Bureau of Industry and Security, Addition of Entities, 84 Fed. Reg. 22961 (May 21, 2019).
    Craig, Paul, <i>Values in Public Law</i>, 121 <span class="small-caps">Law Quarterly Review</span> 440 (2005).
    Department of Justice, <i>Team Telecom Recommends</i> (Press release, Apr. 9, 2020), <a href="https://example.org/">https://example.org/</a>.
    Doe, Jo, <i>Ban Is Near</i>, <span class="small-caps">The Times</span> (July 14, 2020).
    <span class="small-caps">Fisher, Elizabeth</span>, <span class="small-caps">Risk Regulation</span> (2nd ed. 2007).
    <span class="small-caps">Government Accountability Office</span>, <span class="small-caps">GAO-20-1</span>, <span class="small-caps">Trade</span> (Mar. 2020).
    Low, Kim, <i>Spectrum</i> (1999) (PhD thesis, MIT).
    <i>Oversight of the FCC</i> (Hearing, House Committee on Energy, May 15, 2019).
    <i>Prague Proposals</i>, <a href="https://example.org/p">https://example.org/p</a> (last visited Oct. 1, 2020).
    Roe, Ann, <i>On Cables</i>, <i>in</i> <span class="small-caps">Seas</span> (Max Poe &amp; Sue Moe eds., 2001).
    Secure Networks Act of 2019, Pub. L. No. 116-124 (2020).
    Transmission Act, S. 3189 (2020).
    "##);
}

/// Any text that a field may hold, with what styles and HTML trip over.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        Just("<b>&\"quoted\"</b> <script>".to_owned()),
        Just("GAO-20-1".to_owned()),
        Just("99999999999999999999-3".to_owned()),
        Just("—–-&, 12 and".to_owned()),
        Just("“".to_owned()),
        Just("9871 9753 8642 7531".to_owned()),
        Just("n.d.".to_owned()),
        Just("\u{E0F0}\u{E0F1}".to_owned()),
    ]
}

fn any_name() -> impl Strategy<Value = Name> {
    let part = || proptest::option::of(any_text());
    prop_oneof![
        (any_text(), part(), part(), part()).prop_map(|(family, given, particle, suffix)| Name::Person {
            family,
            given,
            particle,
            suffix
        }),
        any_text().prop_map(Name::Literal),
        Just(Name::Others),
    ]
}

fn any_reference() -> impl Strategy<Value = Reference> {
    let fields =
        ["volume", "issue", "page", "number", "publisher", "container-title", "genre", "edition", "type"];
    let fields = proptest::collection::btree_map(
        proptest::sample::select(fields.to_vec()).prop_map(str::to_owned),
        any_text(),
        0..5,
    );
    let names = || proptest::collection::vec(any_name(), 0..4);
    let kinds = [
        ReferenceKind::Book,
        ReferenceKind::Chapter,
        ReferenceKind::JournalArticle,
        ReferenceKind::Report,
        ReferenceKind::Web,
        ReferenceKind::Statute,
        ReferenceKind::Bill,
        ReferenceKind::Case,
        ReferenceKind::Hearing,
        ReferenceKind::Patent,
        ReferenceKind::Document,
        ReferenceKind::PressRelease,
    ];
    let dates = [
        "2020",
        "2020-05-16",
        "1985~",
        "199X",
        "1990/2005",
        "../1985",
        "-0044-03",
        "Y170000002",
        "2020-21",
        "0000",
        "2020-03/..",
        "[1667,1668]",
        "XXXX",
    ];
    let texts = || proptest::option::of(any_text());
    (
        proptest::sample::select(kinds.to_vec()),
        (names(), names()),
        texts(),
        proptest::option::of(proptest::sample::select(dates.to_vec())),
        (texts(), texts(), texts()),
        fields,
    )
        .prop_map(|(kind, (authors, editors), title, issued, (issued_literal, url, doi), fields)| {
            Reference {
                key: ReferenceKey("key".into()),
                kind,
                authors,
                editors,
                contributors: BTreeMap::new(),
                title,
                issued: issued.map(|date| parse::date(date).expect("a date of the list")),
                issued_literal,
                accessed: None,
                url,
                archived: None,
                doi,
                fields,
                span: span(),
            }
        })
}

/// Whether every tag that opens is closed in its turn.
fn is_balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else { return false };
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None => open.push(name),
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_reference_makes_sound_html_in_all_kinds_of_styles(
        reference in any_reference(), affix in any_text(), value in any_text()
    ) {
        static STYLES: LazyLock<Vec<std::sync::Arc<Style>>> = LazyLock::new(|| {
            [
                "chicago-author-date", "chicago-notes", "apa", "mla", "ieee", "nature", "vancouver",
                "harvard-cite-them-right", "gb-7714-2015-note", "alphanumeric", "oscola", "bluebook",
            ]
            .map(named)
            .into()
        });
        let affix = crate::render::html::escape(&affix);
        for style in STYLES.iter() {
            let draft = draft(&reference, style);
            let suffix = Distinction { names: NameForm::Initials, mark: Some(Mark::Suffix("b".to_owned())) };
            let title = Distinction { names: NameForm::Full, mark: Some(Mark::Title) };
            for distinction in [Distinction::default(), suffix, title] {
                let work = work(&reference, &draft, &distinction, style);
                prop_assert!(!work.entry.is_empty());
                let locator = Locator { kind: LocatorKind::Page, value: value.clone() };
                let mut htmls = vec![work.entry.to_string()];
                let before = CitationId(0);
                for position in [
                    Position::First,
                    Position::Later(before),
                    Position::Again(before),
                    Position::AgainElsewhere(before),
                ] {
                    for mode in [CitationMode::Parenthetical, CitationMode::Narrative] {
                        let item = CitedItem {
                            key: &reference.key,
                            cited: Some(Cited { work: &work, href: "#\"key", number: 3, position }),
                            locator: (mode == CitationMode::Narrative).then_some(&locator),
                            prefix: &affix,
                            suffix: &affix,
                            suppress_author: position == Position::Later(before),
                        };
                        let html = super::citation(mode, std::slice::from_ref(&item), style);
                        htmls.extend([html.text, html.note, citation_elsewhere(mode, &[item], style)]);
                    }
                }
                for html in htmls {
                    prop_assert!(is_balanced(&html), "{html}");
                    prop_assert!(!html.contains("style=\"") && !html.contains("<script"), "{html}");
                }
            }
            bibtex(&reference);
            csl_json(&reference);
        }
    }
}
