// Runs before the first paint, so that the chosen theme and density never flash.
const root = document.documentElement;
for (const name of ["theme", "density"]) {
  const chosen = localStorage.getItem(`dijkwacht.${name}`);
  if (chosen) root.dataset[name] = chosen;
}
