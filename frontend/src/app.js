import { startCharts } from "./charts.js";
import { startColourTheme } from "./colour-theme.js";
import { startFocalPoints } from "./focal-point.js";
import { startKeyboard } from "./keyboard.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startSelection } from "./selection.js";
import { startTabs } from "./tabs.js";

startColourTheme();
startMenus();
startPalette();
startKeyboard();
startSelection();
startCharts();
startFocalPoints();
startTabs();
