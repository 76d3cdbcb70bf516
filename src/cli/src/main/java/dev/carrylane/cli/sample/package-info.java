/** Music and text that models make up. */
package dev.carrylane.cli.sample;
