/** What tests share: allocation, help from other threads, widths, values, and the contract of every operation. */
package dev.carrylane.testkit;
