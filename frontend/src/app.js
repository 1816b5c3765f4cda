import { startCharts } from "./charts.js";
import { startColourTheme } from "./colour-theme.js";
import { startKeyboard } from "./keyboard.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";

startColourTheme();
startMenus();
startPalette();
startKeyboard();
startCharts();
