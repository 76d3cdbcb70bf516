/** How commands talk to a terminal and leave files: progress, endings, messages. */
package dev.carrylane.cli.console;
