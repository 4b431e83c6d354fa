/* Keys: "/" goes to the search, arrows walk through the rows that were found, Escape goes back. */
(() => {
  "use strict";
  const search = document.getElementById("cari");
  const rows = () => [...document.querySelectorAll("main table tbody th[scope=row] a")].filter((link) => link.offsetParent);
  const goTo = (event, target) => {
    if (!target) return;
    event.preventDefault();
    target.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing) return goTo(event, search);
    const isSearch = typing && (typing === search || typing.name === "q");
    const links = rows();
    const here = links.indexOf(event.target);
    if (event.key === "ArrowDown" && (isSearch || here >= 0)) goTo(event, links[here + 1]);
    if (event.key === "ArrowUp" && here >= 0) goTo(event, links[here - 1] || search);
    if (event.key === "Escape" && here >= 0) goTo(event, search);
    if (event.key === "Escape" && typing === search && !search.value) search.blur();
  });
})();
