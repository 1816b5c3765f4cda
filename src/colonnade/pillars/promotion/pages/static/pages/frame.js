// In the frame: tells the page around it how high the form is. Nothing else is sent, and nothing is heard.
const tell = () => parent.postMessage({ colonnadeForm: location.pathname, height: document.documentElement.scrollHeight }, "*");
if (parent !== window) {
  new ResizeObserver(tell).observe(document.body);
  addEventListener("load", tell);
}
