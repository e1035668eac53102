// Starts what the page has; without scripts the page still reads and its forms still work.
import { startEvidence } from "./evidence.js";
import { startAnswers, startJobs } from "./forms.js";
import { startCheck, startCopy } from "./check.js";
import { startUpload } from "./upload.js";
import { startChat } from "./chat.js";
import { startTool } from "./tools.js";

document.documentElement.classList.add("js");
startEvidence();
startAnswers();
startJobs();
startCopy();
for (const form of document.querySelectorAll("[data-check]")) startCheck(form);
for (const form of document.querySelectorAll("[data-upload]")) startUpload(form);
for (const form of document.querySelectorAll("[data-tool]")) startTool(form);
for (const chat of document.querySelectorAll("[data-chat]")) startChat(chat);
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
