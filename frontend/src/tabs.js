/** On a narrow screen, bring the tab of the present page into sight. */
export function startTabs() {
  for (const row of document.querySelectorAll(".page-tab-row")) {
    const current = row.querySelector("[aria-current=page]");
    if (current) row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}
