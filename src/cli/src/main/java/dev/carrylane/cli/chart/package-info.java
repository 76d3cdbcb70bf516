/** Charts as SVG, and the markup and style of the pages that hold them: colours are those of the page, light or dark. */
package dev.carrylane.cli.chart;
