//! The timeline of whole books: periods, their order and their names, and what
//! readers can choose from.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// Builds a book with a template that shows a timeline in lines, and gives back
/// the timeline.
fn check(text: &str) -> String {
    let template = "\
--- theme/timeline.html ---
{{ page.title }}
{% for filter in timeline.filters -%}
{{ filter.word }} {{ filter.title }}:
{%- for choice in filter.choices %} {{ choice.number }} {{ choice.name }} ({{ choice.count }}){% endfor %}
{% endfor -%}
{% for period in timeline.periods -%}
{{ period.title }} #{{ period.anchor }}
{% for event in period.events -%}
- {{ event.date.text }}: {{ event.html | safe }} {{ event.choices | join(sep=\" \") }} #{{ event.anchor }}
{% endfor -%}
{% endfor -%}
";
    let built = build(&book::inputs(&format!("{template}{text}")), &mut Cache::default());
    assert_eq!(built.diagnostics, []);
    let page = built.site.iter().find(|(url, _)| url.as_str() == "timeline.html");
    match page {
        Some((_, SiteFile::Text(text))) => text.to_string(),
        _ => String::new(),
    }
}

#[test]
fn what_has_no_start_stands_before_the_year_in_which_it_ends() {
    assert_snapshot!(check(
        "\
--- index.md ---
```timeline
../1990: Until a year
/1990-05: Until a month, since nobody knows when
1989: Before
1990: The year
199X: The decade
19XX: The century
1XXX: Between
1990/..: From a year on
[..1990]: A set without a start
XXXX-12: A month of some year
-0043: Long ago
```
"
    ), @"
    Timeline
    44 BCE #period-44-bce
    - 44 BCE: Long ago  #/index:event-0043
    Between 1000 and 1999 #period-1000-to-1999
    - between 1000 and 1999: Between  #/index:event-1xxx
    20th century #period-1900s-century
    - 20th century: The century  #/index:event-19xx
    1989 #period-1989
    - 1989: Before  #/index:event-1989
    Up to 1990 #period-until-1990
    - up to May 1990, start unknown: Until a month, since nobody knows when  #/index:event---1990-05
    - up to 1990: Until a year  #/index:event---1990
    - 1990 or earlier: A set without a start  #/index:event-1990-2
    1990s #period-1990s
    - 1990s: The decade  #/index:event-199x
    1990 #period-1990
    - 1990 onwards: From a year on  #/index:event-1990-1
    - 1990: The year  #/index:event-1990
    Undated #period-undated
    - December, year unknown: A month of some year  #/index:event-xxxx-12
    ");
}

#[test]
fn periods_are_called_in_the_language_of_the_book_and_named_alike_in_all() {
    assert_snapshot!(check(
        "\
--- book.toml ---
language = \"fr\"
--- index.md ---
```timeline
../1990: a
199X: b
19XX: c
XXXX: d
```
"
    ), @"
    Chronologie
    XXe siècle #period-1900s-century
    - XXe siècle: c  #/index:event-19xx
    Jusqu’à 1990 #period-until-1990
    - jusqu’à 1990: a  #/index:event---1990
    Années 1990 #period-1990s
    - années 1990: b  #/index:event-199x
    Sans date #period-undated
    - année inconnue: d  #/index:event-xxxx
    ");
}

#[test]
fn events_are_chosen_by_tag_by_topic_and_by_actor() {
    assert_snapshot!(check(
        "\
--- huawei.md ---
---
topic: Huawei
kind: company
---
```timeline
2012: They report #exports
```
--- cables.md ---
---
topic: Cables
---
--- index.md ---
```timeline
2013: About [[huawei]] and [[cables]] #exports #law
2014: Nothing
```
"
    ), @r#"
    Timeline
    tags : 1 exports (2) 2 law (1)
    topics : 3 Cables (1)
    topics company: 4 Huawei (2)
    2012 #period-2012
    - 2012: They report 1 4 #/huawei:event-2012
    2013 #period-2013
    - 2013: About <a href="huawei.html">Huawei</a> and <a href="cables.html">Cables</a> 1 2 3 4 #/index:event-2013
    2014 #period-2014
    - 2014: Nothing  #/index:event-2014
    "#);
}

/// Builds a book with a template that shows the drawn scale of a timeline in
/// lines, and gives them back.
fn drawn(text: &str) -> String {
    let template = "\
--- theme/timeline.html ---
{% if timeline.scale %}{% for bar in timeline.scale.bars -%}
{% if bar.wide %}behind{% else %}bar{% endif %} from {{ bar.x }} over {{ bar.width }}, {{ bar.height }}% high, {{ bar.count }}: {{ bar.title }} {{ bar.href }}
{% endfor -%}
{% for tick in timeline.scale.ticks %}{{ tick.title }} at {{ tick.x }}
{% endfor %}{% endif -%}
{% for period in timeline.periods %}{% for month in period.months -%}
{{ period.title }} {{ month.title }}: {{ month.count }}, {{ month.share }}%{% if month.first %} #{{ month.first }}{% endif %}
{% endfor %}{% endfor -%}
";
    let built = build(&book::inputs(&format!("{template}{text}")), &mut Cache::default());
    assert_eq!(built.diagnostics, []);
    match built.site.iter().find(|(url, _)| url.as_str() == "timeline.html") {
        Some((_, SiteFile::Text(text))) => text.to_string(),
        _ => String::new(),
    }
}

#[test]
fn years_stand_on_the_scale_as_far_apart_as_they_are() {
    assert_snapshot!(drawn(
        "\
--- index.md ---
```timeline
1980: One
198X: The decade
1990: Ten years on
1990-05: And again
1999: The end
../1985: Without a start
XXXX-12: Of some year
```
"
    ), @"
    behind from 0.000% over 50.000%, 50% high, 1: 1980s #period-1980s
    bar from 0.000% over 5.000%, 50% high, 1: 1980 #period-1980
    bar from 50.000% over 5.000%, 100% high, 2: 1990 #period-1990
    bar from 95.000% over 5.000%, 50% high, 1: 1999 #period-1999
    1980 at 0.000%
    1985 at 25.000%
    1990 at 50.000%
    1995 at 75.000%
    ");
}

#[test]
fn long_times_are_drawn_in_tens_and_hundreds_of_years_and_there_is_no_year_zero() {
    assert_snapshot!(drawn(
        "\
--- index.md ---
```timeline
-0499: Long ago
0014: The first decade
001X: Some time in it
0019: Too
0021: The second
0028: Too
1990: Now
```
"
    ), @"
    bar from 0.000% over 4.000%, 20% high, 1: 500 BCE #period-500-bce
    bar from 20.000% over 4.000%, 100% high, 5: 10 – 28 #period-10s
    bar from 96.000% over 4.000%, 20% high, 1: 1990 #period-1990
    500 BCE at 0.040%
    1 at 20.040%
    500 at 40.000%
    1000 at 60.000%
    1500 at 80.000%
    ");
}

#[test]
fn the_months_of_a_full_year_are_drawn_and_lead_to_their_first_events() {
    assert_snapshot!(drawn(
        "\
--- book.toml ---
language = \"es\"
--- index.md ---
```timeline
2020: Some day
2020-02: One
2020-02-03: Two
2020-02~: Three
2020-05/2020-07: From May on
2020-1X: Late
2020-21: Spring
2020-12-31: The last
```
"
    ), @"
    2020 enero: 0, 0%
    2020 febrero: 3, 100% #/index:event-2020-02
    2020 marzo: 0, 0%
    2020 abril: 0, 0%
    2020 mayo: 1, 33% #/index:event-2020-05--2020-07
    2020 junio: 0, 0%
    2020 julio: 0, 0%
    2020 agosto: 0, 0%
    2020 septiembre: 0, 0%
    2020 octubre: 0, 0%
    2020 noviembre: 0, 0%
    2020 diciembre: 1, 33% #/index:event-2020-12-31
    ");
}

#[test]
fn nothing_is_drawn_of_one_year_and_few_events() {
    assert_snapshot!(drawn(
        "\
--- index.md ---
```timeline
2020-02: One
2020-03: Two
```
"
    ), @"");
}

#[test]
fn nothing_is_drawn_of_two_years() {
    assert_snapshot!(drawn(
        "\
--- index.md ---
```timeline
2019: One
2020: Two
2020: Three
```
"
    ), @"");
}

/// Builds a book and shows the pages of its timeline: its parts, or what is on it.
fn pages(text: &str) -> String {
    let template = "\
--- theme/timeline.html ---
= {{ page.title }} ({{ timeline.count }})
{% if page.previous %}after {{ page.previous.title }}
{% endif -%}
{% if page.next %}before {{ page.next.title }}
{% endif -%}
{% for part in timeline.parts -%}
part {{ part.title }} ({{ part.count }}) {{ part.href }}
{% endfor -%}
{% if timeline.scale %}{% for bar in timeline.scale.bars -%}
bar {{ bar.title }} ({{ bar.count }}) {{ bar.href }}
{% endfor %}{% endif -%}
{% for filter in timeline.filters -%}
{{ filter.word }}:
{%- for choice in filter.choices %} {{ choice.name }} ({{ choice.count }}){% endfor %}
{% endfor -%}
{% for period in timeline.periods -%}
{% set first = period.events | first -%}
{{ period.title }}: {{ period.events | length }}, from {{ first.date.text }} {{ first.choices | join(sep=\" \") }}
{% endfor -%}
";
    let built = build(&book::inputs(&format!("{template}{text}")), &mut Cache::default());
    assert_eq!(built.diagnostics, []);
    let pages = built
        .site
        .iter()
        .filter(|(url, _)| url.as_str() == "timeline.html" || url.as_str().starts_with("_lists/timeline/"));
    let mut shown = String::new();
    for (url, file) in pages {
        if let SiteFile::Text(text) = file {
            shown.push_str(&format!("{url}\n{text}"));
        }
    }
    shown
}

#[test]
fn a_timeline_of_many_events_is_cut_where_time_is_and_each_part_filters_its_own() {
    let mut text = "--- index.md ---\n---\ntopics: [Trade]\n---\n# Book\n\n```timeline\n".to_owned();
    let times = [
        ("-0043", 1, "#old"),
        ("1990", 30, ""),
        ("199X", 1, ""),
        ("1996-02", 60, "#trade"),
        ("2001", 150, ""),
        ("2002-03", 90, "#trade"),
        ("2003-05", 230, "#law"),
        ("XXXX-12", 1, ""),
    ];
    for (date, count, tag) in times {
        for n in 1..=count {
            text.push_str(&format!("{date}: Event {n} {tag}\n"));
        }
    }
    text.push_str("```\n");
    assert_snapshot!(pages(&text), @"
    _lists/timeline/from-period-2001-2.html
    = Timeline: 2001 (2) (50)
    after Timeline: 2001
    before Timeline: 2002
    2001: 50, from 2001 
    _lists/timeline/from-period-2001.html
    = Timeline: 2001 (100)
    after Timeline: 44 BCE – 1999
    before Timeline: 2001 (2)
    2001: 100, from 2001 
    _lists/timeline/from-period-2002.html
    = Timeline: 2002 (90)
    after Timeline: 2001 (2)
    before Timeline: 2003
    tags: trade (90)
    topics: Trade (90)
    2002: 90, from March 2002 1 2
    _lists/timeline/from-period-2003-2.html
    = Timeline: 2003 (2) (100)
    after Timeline: 2003
    before Timeline: 2003 (3)
    tags: law (100)
    2003: 100, from May 2003 1
    _lists/timeline/from-period-2003-3.html
    = Timeline: 2003 (3) (30)
    after Timeline: 2003 (2)
    before Timeline: Undated
    tags: law (30)
    2003: 30, from May 2003 1
    _lists/timeline/from-period-2003.html
    = Timeline: 2003 (100)
    after Timeline: 2002
    before Timeline: 2003 (2)
    tags: law (100)
    2003: 100, from May 2003 1
    _lists/timeline/from-period-44-bce.html
    = Timeline: 44 BCE – 1999 (92)
    before Timeline: 2001
    tags: trade (60) old (1)
    topics: Trade (60)
    44 BCE: 1, from 44 BCE 2
    1990s: 1, from 1990s 
    1990: 30, from 1990 
    1996: 60, from February 1996 1 3
    _lists/timeline/from-period-undated.html
    = Timeline: Undated (1)
    after Timeline: 2003 (3)
    Undated: 1, from December, year unknown 
    timeline.html
    = Timeline (563)
    part 44 BCE – 1999 (92) _lists/timeline/from-period-44-bce.html
    part 2001 (100) _lists/timeline/from-period-2001.html
    part 2001 (2) (50) _lists/timeline/from-period-2001-2.html
    part 2002 (90) _lists/timeline/from-period-2002.html
    part 2003 (100) _lists/timeline/from-period-2003.html
    part 2003 (2) (100) _lists/timeline/from-period-2003-2.html
    part 2003 (3) (30) _lists/timeline/from-period-2003-3.html
    part Undated (1) _lists/timeline/from-period-undated.html
    bar 44 BCE (1) _lists/timeline/from-period-44-bce.html#period-44-bce
    bar 1990s (91) _lists/timeline/from-period-44-bce.html#period-1990s
    bar 2001 – 2003 (470) _lists/timeline/from-period-2001.html#period-2001
    ");
}
