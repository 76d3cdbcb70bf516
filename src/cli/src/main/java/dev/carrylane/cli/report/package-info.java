/** The page of a reproduction: its data, and how it is written as HTML and as Markdown. */
package dev.carrylane.cli.report;
