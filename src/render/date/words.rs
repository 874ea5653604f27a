//! The words that dates are made of, language by language.
//!
//! Patterns have their parts in braces. The words follow Unicode CLDR where it
//! has them: long names of months, and the order of day, month and year.

/// The words of one language.
pub(super) struct Words {
    /// January to December, as they stand inside a date.
    pub(super) months: [&'static str; 12],
    /// The first day of a month where it is not just "1".
    pub(super) first_day: &'static str,
    /// `{day}` and `{month}`.
    pub(super) day_in_year: &'static str,
    /// `{from}` and `{to}`, days of one `{month}`.
    pub(super) days_of_month: &'static str,
    /// `{from}` and `{to}`, months of one year.
    pub(super) months_range: &'static str,
    /// `{part}`, a day or some days, and `{year}`, a number.
    pub(super) of_day: &'static str,
    /// `{part}`, a month or some months, and `{year}`, a number.
    pub(super) of_month: &'static str,
    /// `{part}`, a season, and `{year}`, a number.
    pub(super) of_season: &'static str,
    /// `{part}`, a quarter, third or half, and `{year}`, a number.
    pub(super) of_part: &'static str,
    /// `{part}` of any kind, and `{year}`, which is words.
    pub(super) of_vague_year: &'static str,
    /// Spring, summer, autumn, winter.
    pub(super) seasons: [&'static str; 4],
    pub(super) northern: &'static str,
    pub(super) southern: &'static str,
    pub(super) quarters: [&'static str; 4],
    pub(super) thirds: [&'static str; 3],
    pub(super) halves: [&'static str; 2],
    /// A `{year}` that stands alone.
    pub(super) year: &'static str,
    /// A `{year}` before the common era.
    pub(super) bce: &'static str,
    /// The ten years from `{year}`.
    pub(super) decade: &'static str,
    /// A century by its number.
    pub(super) century: fn(i64) -> String,
    /// Some year between `{from}` and `{to}`.
    pub(super) between: &'static str,
    pub(super) year_unknown: &'static str,
    /// A year that is guessed to be `{about}`, between `{from}` and `{to}`.
    pub(super) estimate: &'static str,
    /// `{date}` with a `{remark}`.
    pub(super) remark: &'static str,
    pub(super) month_unknown: &'static str,
    pub(super) day_unknown: &'static str,
    pub(super) month_and_day_unknown: &'static str,
    /// `{day}`, a number.
    pub(super) day_of_unknown_month: &'static str,
    /// One day or month between `{from}` and `{to}`.
    pub(super) some_time: &'static str,
    /// `{date}` and `{time}`.
    pub(super) moment: &'static str,
    /// From one year to another.
    pub(super) years: &'static str,
    /// From one date to another.
    pub(super) range: &'static str,
    /// Each from one date to another.
    pub(super) each: &'static str,
    pub(super) onwards: &'static str,
    pub(super) end_unknown: &'static str,
    pub(super) up_to: &'static str,
    pub(super) start_unknown: &'static str,
    pub(super) or_earlier: &'static str,
    pub(super) or_later: &'static str,
    pub(super) circa: &'static str,
    pub(super) uncertain: &'static str,
    /// That the year, the month, the day is uncertain.
    pub(super) parts_uncertain: [&'static str; 3],
    /// That the year, the month, the day is approximate.
    pub(super) parts_approximate: [&'static str; 3],
    pub(super) one_of: &'static str,
    pub(super) all_of: &'static str,
    /// What stands between the members of a list.
    pub(super) comma: &'static str,
}

impl Words {
    /// The name of a month, 1 to 12.
    pub(super) fn month(&self, month: u8) -> &'static str {
        // Numbers come from the parser, which knows the calendar.
        usize::from(month).checked_sub(1).and_then(|at| self.months.get(at)).copied().unwrap_or("?")
    }

    /// The number of a day.
    pub(super) fn day(&self, day: u8) -> String {
        if day == 1 { self.first_day.to_owned() } else { day.to_string() }
    }

    /// A day without its year.
    pub(super) fn day_in_year(&self, month: u8, day: u8) -> String {
        fill(self.day_in_year, &[("day", &self.day(day)), ("month", self.month(month))])
    }

    /// A day, or some days, of a year.
    pub(super) fn of_day(&self, part: &str, year: &str) -> String {
        fill(self.of_day, &[("part", part), ("year", year)])
    }

    /// A month, or some months, of a year.
    pub(super) fn of_month(&self, part: &str, year: &str) -> String {
        fill(self.of_month, &[("part", part), ("year", year)])
    }
}

/// Puts values into the braces of a pattern.
pub(super) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, rest)| rest.split_once('}').map(|(name, after)| (before, name, after)))
    {
        text.push_str(before);
        text.extend(values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value));
        rest = after;
    }
    text + rest
}

/// The words of a language, by its BCP 47 tag.
pub(super) fn words(language: &str) -> &'static Words {
    let tag = language.to_ascii_lowercase().replace('_', "-");
    match tag.split('-').next().unwrap_or_default() {
        "es" => &SPANISH,
        "fr" => &FRENCH,
        "de" => &GERMAN,
        "zh" => &CHINESE,
        "ar" => &ARABIC,
        "en" if tag.ends_with("-us") => &AMERICAN,
        _ => &ENGLISH,
    }
}

const ENGLISH: Words = Words {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    first_day: "1",
    day_in_year: "{day} {month}",
    days_of_month: "{from}–{to} {month}",
    months_range: "{from}–{to}",
    of_day: "{part} {year}",
    of_month: "{part} {year}",
    of_season: "{part} {year}",
    of_part: "{part} of {year}",
    of_vague_year: "{part}, {year}",
    seasons: ["spring", "summer", "autumn", "winter"],
    northern: "northern hemisphere",
    southern: "southern hemisphere",
    quarters: ["first quarter", "second quarter", "third quarter", "fourth quarter"],
    thirds: ["first third", "second third", "last third"],
    halves: ["first half", "second half"],
    year: "{year}",
    bce: "{year} BCE",
    decade: "{year}s",
    century: |number| {
        let ending = match (number % 10, number % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        format!("{number}{ending} century")
    },
    between: "between {from} and {to}",
    year_unknown: "year unknown",
    estimate: "about {about} (between {from} and {to})",
    remark: "{date} ({remark})",
    month_unknown: "month unknown",
    day_unknown: "day unknown",
    month_and_day_unknown: "month and day unknown",
    day_of_unknown_month: "day {day} of an unknown month",
    some_time: "some time between {from} and {to}",
    moment: "{date}, {time}",
    years: "{from}–{to}",
    range: "{from} – {to}",
    each: "{from} to {to}",
    onwards: "{date} onwards",
    end_unknown: "from {date}, end unknown",
    up_to: "up to {date}",
    start_unknown: "up to {date}, start unknown",
    or_earlier: "{date} or earlier",
    or_later: "{date} or later",
    circa: "c. {date}",
    uncertain: "{date} (uncertain)",
    parts_uncertain: ["year uncertain", "month uncertain", "day uncertain"],
    parts_approximate: ["year approximate", "month approximate", "day approximate"],
    one_of: "one of {list}",
    all_of: "all of {list}",
    comma: ", ",
};

const AMERICAN: Words = Words {
    day_in_year: "{month} {day}",
    days_of_month: "{month} {from}–{to}",
    of_day: "{part}, {year}",
    seasons: ["spring", "summer", "fall", "winter"],
    ..ENGLISH
};

const SPANISH: Words = Words {
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    first_day: "1",
    day_in_year: "{day} de {month}",
    days_of_month: "{from}–{to} de {month}",
    months_range: "{from}–{to}",
    of_day: "{part} de {year}",
    of_month: "{part} de {year}",
    of_season: "{part} de {year}",
    of_part: "{part} de {year}",
    of_vague_year: "{part}, {year}",
    seasons: ["primavera", "verano", "otoño", "invierno"],
    northern: "hemisferio norte",
    southern: "hemisferio sur",
    quarters: ["primer trimestre", "segundo trimestre", "tercer trimestre", "cuarto trimestre"],
    thirds: ["primer cuatrimestre", "segundo cuatrimestre", "tercer cuatrimestre"],
    halves: ["primer semestre", "segundo semestre"],
    year: "{year}",
    bce: "{year} a. C.",
    decade: "década de {year}",
    century: |number| format!("siglo {}", roman(number)),
    between: "entre {from} y {to}",
    year_unknown: "año desconocido",
    estimate: "hacia {about} (entre {from} y {to})",
    remark: "{date} ({remark})",
    month_unknown: "mes desconocido",
    day_unknown: "día desconocido",
    month_and_day_unknown: "mes y día desconocidos",
    day_of_unknown_month: "día {day} de un mes desconocido",
    some_time: "en algún momento entre {from} y {to}",
    moment: "{date}, {time}",
    years: "{from}–{to}",
    range: "{from} – {to}",
    each: "de {from} a {to}",
    onwards: "desde {date}",
    end_unknown: "desde {date}, final desconocido",
    up_to: "hasta {date}",
    start_unknown: "hasta {date}, comienzo desconocido",
    or_earlier: "{date} o antes",
    or_later: "{date} o después",
    circa: "c. {date}",
    uncertain: "{date} (incierto)",
    parts_uncertain: ["año incierto", "mes incierto", "día incierto"],
    parts_approximate: ["año aproximado", "mes aproximado", "día aproximado"],
    one_of: "una de estas fechas: {list}",
    all_of: "todas estas fechas: {list}",
    comma: ", ",
};

const FRENCH: Words = Words {
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    first_day: "1er",
    day_in_year: "{day} {month}",
    days_of_month: "{from}–{to} {month}",
    months_range: "{from}–{to}",
    of_day: "{part} {year}",
    of_month: "{part} {year}",
    of_season: "{part} {year}",
    of_part: "{part} {year}",
    of_vague_year: "{part}, {year}",
    seasons: ["printemps", "été", "automne", "hiver"],
    northern: "hémisphère nord",
    southern: "hémisphère sud",
    quarters: ["1er trimestre", "2e trimestre", "3e trimestre", "4e trimestre"],
    thirds: ["1er quadrimestre", "2e quadrimestre", "3e quadrimestre"],
    halves: ["1er semestre", "2e semestre"],
    year: "{year}",
    bce: "{year} av. J.-C.",
    decade: "années {year}",
    century: |number| format!("{}{} siècle", roman(number), if number == 1 { "er" } else { "e" }),
    between: "entre {from} et {to}",
    year_unknown: "année inconnue",
    estimate: "vers {about} (entre {from} et {to})",
    remark: "{date} ({remark})",
    month_unknown: "mois inconnu",
    day_unknown: "jour inconnu",
    month_and_day_unknown: "mois et jour inconnus",
    day_of_unknown_month: "le {day} d’un mois inconnu",
    some_time: "à un moment entre {from} et {to}",
    moment: "{date}, {time}",
    years: "{from}–{to}",
    range: "{from} – {to}",
    each: "de {from} à {to}",
    onwards: "à partir de {date}",
    end_unknown: "à partir de {date}, fin inconnue",
    up_to: "jusqu’à {date}",
    start_unknown: "jusqu’à {date}, début inconnu",
    or_earlier: "{date} ou avant",
    or_later: "{date} ou après",
    circa: "vers {date}",
    uncertain: "{date} (incertain)",
    parts_uncertain: ["année incertaine", "mois incertain", "jour incertain"],
    parts_approximate: ["année approximative", "mois approximatif", "jour approximatif"],
    one_of: "une de ces dates : {list}",
    all_of: "toutes ces dates : {list}",
    comma: ", ",
};

const GERMAN: Words = Words {
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    first_day: "1",
    day_in_year: "{day}. {month}",
    days_of_month: "{from}.–{to}. {month}",
    months_range: "{from}–{to}",
    of_day: "{part} {year}",
    of_month: "{part} {year}",
    of_season: "{part} {year}",
    of_part: "{part} {year}",
    of_vague_year: "{part}, {year}",
    seasons: ["Frühling", "Sommer", "Herbst", "Winter"],
    northern: "Nordhalbkugel",
    southern: "Südhalbkugel",
    quarters: ["1. Quartal", "2. Quartal", "3. Quartal", "4. Quartal"],
    thirds: ["1. Jahresdrittel", "2. Jahresdrittel", "3. Jahresdrittel"],
    halves: ["1. Halbjahr", "2. Halbjahr"],
    year: "{year}",
    bce: "{year} v. Chr.",
    decade: "{year}er Jahre",
    century: |number| format!("{number}. Jahrhundert"),
    between: "zwischen {from} und {to}",
    year_unknown: "Jahr unbekannt",
    estimate: "etwa {about} (zwischen {from} und {to})",
    remark: "{date} ({remark})",
    month_unknown: "Monat unbekannt",
    day_unknown: "Tag unbekannt",
    month_and_day_unknown: "Monat und Tag unbekannt",
    day_of_unknown_month: "{day}. eines unbekannten Monats",
    some_time: "irgendwann von {from} bis {to}",
    moment: "{date}, {time}",
    years: "{from}–{to}",
    range: "{from} – {to}",
    each: "{from} bis {to}",
    onwards: "ab {date}",
    end_unknown: "ab {date}, Ende unbekannt",
    up_to: "bis {date}",
    start_unknown: "bis {date}, Beginn unbekannt",
    or_earlier: "{date} oder früher",
    or_later: "{date} oder später",
    circa: "um {date}",
    uncertain: "{date} (unsicher)",
    parts_uncertain: ["Jahr unsicher", "Monat unsicher", "Tag unsicher"],
    parts_approximate: ["Jahr ungefähr", "Monat ungefähr", "Tag ungefähr"],
    one_of: "eines von {list}",
    all_of: "alle: {list}",
    comma: ", ",
};

const CHINESE: Words = Words {
    months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    first_day: "1",
    day_in_year: "{month}{day}日",
    days_of_month: "{month}{from}日至{to}日",
    months_range: "{from}至{to}",
    of_day: "{year}年{part}",
    of_month: "{year}年{part}",
    of_season: "{year}年{part}",
    of_part: "{year}年{part}",
    of_vague_year: "{year}，{part}",
    seasons: ["春季", "夏季", "秋季", "冬季"],
    northern: "北半球",
    southern: "南半球",
    quarters: ["第一季度", "第二季度", "第三季度", "第四季度"],
    thirds: ["前四个月", "中间四个月", "后四个月"],
    halves: ["上半年", "下半年"],
    year: "{year}年",
    bce: "公元前{year}",
    decade: "{year}年代",
    century: |number| format!("{number}世纪"),
    between: "{from}年至{to}年间",
    year_unknown: "年份不详",
    estimate: "约{about}年（{from}年至{to}年间）",
    remark: "{date}（{remark}）",
    month_unknown: "月份不详",
    day_unknown: "日期不详",
    month_and_day_unknown: "月日不详",
    day_of_unknown_month: "某月{day}日",
    some_time: "{from}至{to}之间的某时",
    moment: "{date} {time}",
    years: "{from}年至{to}年",
    range: "{from}至{to}",
    each: "{from}至{to}",
    onwards: "{date}起",
    end_unknown: "{date}起，结束时间不详",
    up_to: "截至{date}",
    start_unknown: "截至{date}，开始时间不详",
    or_earlier: "{date}或更早",
    or_later: "{date}或更晚",
    circa: "约{date}",
    uncertain: "{date}（存疑）",
    parts_uncertain: ["年份存疑", "月份存疑", "日期存疑"],
    parts_approximate: ["年份为约数", "月份为约数", "日期为约数"],
    one_of: "以下之一：{list}",
    all_of: "以下全部：{list}",
    comma: "、",
};

const ARABIC: Words = Words {
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    first_day: "1",
    day_in_year: "{day} {month}",
    days_of_month: "{from}–{to} {month}",
    months_range: "{from}–{to}",
    of_day: "{part} {year}",
    of_month: "{part} {year}",
    of_season: "{part} {year}",
    of_part: "{part} من عام {year}",
    of_vague_year: "{part}، {year}",
    seasons: ["ربيع", "صيف", "خريف", "شتاء"],
    northern: "نصف الكرة الشمالي",
    southern: "نصف الكرة الجنوبي",
    quarters: ["الربع الأول", "الربع الثاني", "الربع الثالث", "الربع الرابع"],
    thirds: ["الثلث الأول", "الثلث الثاني", "الثلث الثالث"],
    halves: ["النصف الأول", "النصف الثاني"],
    year: "{year}",
    bce: "{year} ق.م",
    decade: "عقد {year}",
    century: |number| format!("القرن {number}"),
    between: "بين {from} و{to}",
    year_unknown: "سنة غير معروفة",
    estimate: "نحو {about} (بين {from} و{to})",
    remark: "{date} ({remark})",
    month_unknown: "الشهر غير معروف",
    day_unknown: "اليوم غير معروف",
    month_and_day_unknown: "الشهر واليوم غير معروفين",
    day_of_unknown_month: "اليوم {day} من شهر غير معروف",
    some_time: "في وقت ما بين {from} و{to}",
    moment: "{date}، {time}",
    years: "{from}–{to}",
    range: "{from} – {to}",
    each: "من {from} إلى {to}",
    onwards: "منذ {date}",
    end_unknown: "منذ {date}، والنهاية غير معروفة",
    up_to: "حتى {date}",
    start_unknown: "حتى {date}، والبداية غير معروفة",
    or_earlier: "{date} أو قبل ذلك",
    or_later: "{date} أو بعد ذلك",
    circa: "نحو {date}",
    uncertain: "{date} (غير مؤكد)",
    parts_uncertain: ["السنة غير مؤكدة", "الشهر غير مؤكد", "اليوم غير مؤكد"],
    parts_approximate: ["السنة تقريبية", "الشهر تقريبي", "اليوم تقريبي"],
    one_of: "أحد هذه التواريخ: {list}",
    all_of: "كل هذه التواريخ: {list}",
    comma: "، ",
};

/// A number from 1 to 100 in Roman digits.
fn roman(number: i64) -> String {
    let mut rest = number.clamp(1, 100);
    let mut text = String::new();
    for (value, digits) in
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    {
        while rest >= value {
            text.push_str(digits);
            rest -= value;
        }
    }
    text
}
