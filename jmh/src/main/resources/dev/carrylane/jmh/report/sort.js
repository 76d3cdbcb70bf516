document.querySelectorAll("table").forEach(function (table) {
  var body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach(function (head, column) {
    var title = head.querySelector("span");
    // Not a button: browsers leave buttons out of headings that they repeat on paper.
    title.setAttribute("role", "button");
    title.tabIndex = 0;
    title.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        title.click();
      }
    });
    title.addEventListener("click", function () {
      var sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      table.querySelectorAll("thead th").forEach(function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
      Array.from(body.rows)
        .sort(function (a, b) {
          var p = a.cells[column], q = b.cells[column];
          if (p.textContent === "" || q.textContent === "") {
            return (p.textContent === "") - (q.textContent === "");
          }
          return sign * (p.dataset.v === undefined || q.dataset.v === undefined
            ? p.textContent.localeCompare(q.textContent, "en", {numeric: true})
            : p.dataset.v - q.dataset.v);
        })
        .forEach(function (row) {
          body.appendChild(row);
        });
    });
  });
});
