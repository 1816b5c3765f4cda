/** The strategy's text in CodeMirror. It lives in a shadow root, where its styles pass the content security policy. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, foldGutter, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--color-primary)", fontWeight: "600" },
  { tag: tags.propertyName, color: "var(--color-primary)", fontWeight: "600" },
  { tag: tags.comment, color: "color-mix(in oklab, var(--color-base-content) 72%, transparent)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--color-success)" },
  { tag: [tags.keyword, tags.typeName, tags.labelName], color: "var(--color-secondary)" },
]);

const looks = EditorView.theme({
  "&": {
    height: "100%",
    fontSize: "0.8125rem",
    color: "var(--color-base-content)",
    backgroundColor: "var(--color-base-100)",
  },
  "&.cm-focused": { outline: "2px solid var(--color-primary)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--color-base-content)" },
  ".cm-cursor": { borderLeftColor: "var(--color-base-content)" },
  ".cm-gutters": {
    backgroundColor: "var(--color-base-200)",
    color: "color-mix(in oklab, var(--color-base-content) 75%, transparent)",
    borderRight: "1px solid var(--color-base-300)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in oklab, var(--color-primary) 8%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--color-primary) 25%, transparent)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--color-base-100)",
    color: "var(--color-base-content)",
    border: "1px solid var(--color-base-300)",
    borderRadius: "0.375rem",
    maxWidth: "28rem",
  },
  ".cm-panels": { backgroundColor: "var(--color-base-200)", color: "var(--color-base-content)" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in oklab, var(--color-warning) 45%, transparent)" },
  ".cm-button, .cm-textfield": {
    backgroundImage: "none",
    backgroundColor: "var(--color-base-100)",
    color: "var(--color-base-content)",
    border: "1px solid var(--color-base-300)",
  },
});

/** The smallest change that turns `before` into `after`, so that cursor and undo stay where they were. */
export function smallestChange(before, after) {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

/** Where a place that the server counts (lines and characters from 1) is in the text. */
function offsetOf(document, line, column) {
  const found = document.line(Math.min(Math.max(line, 1), document.lines));
  const before = [...found.text].slice(0, column - 1).join("");
  return Math.min(found.from + before.length, found.to);
}

function diagnosticOf(document, mark) {
  const from = offsetOf(document, mark.line, mark.column);
  const { to } = document.lineAt(from);
  return { from, to: Math.max(from, to), severity: mark.severity, message: mark.message };
}

export class TextEditor {
  constructor(place, { text, label, writable, onChange }) {
    const root = place.attachShadow({ mode: "open" });
    this.view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          EditorView.lineWrapping,
          search({ top: true }),
          indentUnit.of("  "),
          yaml(),
          syntaxHighlighting(colours),
          looks,
          EditorState.readOnly.of(!writable),
          EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", tabindex: "0" }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.transactions.some((change) => change.isUserEvent("form")));
          }),
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Put in what the form made of the text. */
  replace(text) {
    this.view.dispatch({ changes: smallestChange(this.text, text), userEvent: "form" });
  }

  mark(marks) {
    const { doc } = this.view.state;
    this.view.dispatch(setDiagnostics(this.view.state, marks.map((mark) => diagnosticOf(doc, mark))));
  }

  goTo(line, column) {
    const anchor = offsetOf(this.view.state.doc, line, column);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }
}
