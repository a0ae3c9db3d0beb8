// A switch between light and dark in the toolbar. TypeDoc has one in the settings only.
const button = document.createElement("button");
button.className = "tsd-widget theme-switch";
button.type = "button";
button.ariaLabel = "Switch between light and dark";
button.textContent = "◐";
button.addEventListener("click", () => {
  const { dataset } = document.documentElement;
  const isDark =
    dataset.theme === "dark" || (dataset.theme === "os" && matchMedia("(prefers-color-scheme: dark)").matches);
  dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("tsd-theme", dataset.theme);
  const select = document.querySelector("#tsd-theme");
  if (select instanceof HTMLSelectElement) select.value = dataset.theme;
});
document.querySelector("#tsd-search-trigger")?.before(button);
