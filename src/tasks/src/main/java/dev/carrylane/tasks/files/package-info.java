/** What a file is, whatever its name, so that a wrong one is refused by what it is. */
package dev.carrylane.tasks.files;
