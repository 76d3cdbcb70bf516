/** The page of a run, as HTML and as Markdown: what was measured in words, tables and charts. */
package dev.carrylane.jmh.report;
