// The timeline's filters: hides what was not asked for, and periods in which
// nothing is, and says how much is left.
(function () {
  "use strict";

  var filter = document.querySelector(".filter");
  if (!filter) return;
  var selects = Array.from(filter.querySelectorAll("select"));
  var periods = Array.from(document.querySelectorAll(".period")).map(function (period) {
    var link = document.querySelector('.contents a[href="#' + period.querySelector("h2").id + '"]');
    return { period: period, item: link && link.parentElement };
  });
  var status = document.createElement("span");
  status.className = "filter-count";
  status.setAttribute("role", "status");
  filter.appendChild(status);

  var isWhole = true;

  function show() {
    var chosen = selects.map(function (select) { return select.value; }).filter(function (value) { return value !== "0"; });
    if (isWhole && !chosen.length) return;
    isWhole = !chosen.length;
    var count = 0;
    periods.forEach(function (one) {
      var shown = 0;
      one.period.querySelectorAll(".events > li").forEach(function (event) {
        var isAsked = chosen.every(function (number) { return event.classList.contains("tag-" + number); });
        event.classList.toggle("is-hidden", !isAsked);
        if (isAsked) shown++;
      });
      count += shown;
      one.period.classList.toggle("is-empty", !shown);
      if (one.item) one.item.classList.toggle("is-empty", !shown);
    });
    var words = filter.getAttribute(count === 1 ? "data-one" : "data-many");
    status.textContent = chosen.length ? words.replace("{n}", count) : "";
  }

  // Nor may a filter hide what was asked for by a link.
  function follow() {
    var target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch (error) {
      // A hand-made address with a stray `%`.
    }
    if (!target || !target.closest(".timeline") || target.getClientRects().length) return;
    selects.forEach(function (select) { select.value = "0"; });
    show();
    target.scrollIntoView();
  }

  filter.addEventListener("change", show);
  window.addEventListener("hashchange", follow);
  window.addEventListener("pageshow", show); // A browser may remember what was chosen.
  document.addEventListener("briefbook:update", function () {
    isWhole = false; // The page is as it was sent in some places, and in others as chosen.
    show();
  });
  show();
  follow();
})();
