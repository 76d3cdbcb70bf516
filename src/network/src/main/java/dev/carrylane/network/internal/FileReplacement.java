package dev.carrylane.network.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears whole or not at all: it is written under a temporary name in its folder, forced to
 * the disk and moved over the target in one step. A target that is a symbolic link stays one, and the file
 * it leads to is replaced; the permissions of an existing file are kept. What fails is told with the target's
 * path. One user thread at a time.
 */
public final class FileReplacement implements AutoCloseable {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  /** Those whose temporary file exists; locked while one is made, moved or deleted. */
  private static final Set<FileReplacement> OPEN = new HashSet<>();

  private static boolean abandoned;

  private final Path named;
  private final Path target;
  private final Path temporary;
  private final Set<PosixFilePermission> permissions;
  private final FileChannel channel;

  private FileReplacement(Path named) throws IOException {
    this.named = named;
    target = followed(named);
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(
          named.toString(), null, "exists and is not a regular file; it will not be replaced");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder to write into");
    }
    String suffix = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    temporary = folder.resolve(".carrylane-" + suffix + ".tmp");
    permissions = permissions(target);
    try {
      synchronized (OPEN) {
        requireTime();
        channel = FileChannel.open(temporary, options(), attributes());
        OPEN.add(this);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Begins to write, which creates the temporary file.
   *
   * @param target the file to create or replace; an existing one must be a regular file or a link to one
   * @return a replacement, to be closed
   * @throws IOException if the target cannot be replaced or its folder cannot be written to
   */
  public static FileReplacement of(Path target) throws IOException {
    return new FileReplacement(target);
  }

  /**
   * Writes all remaining bytes after those written before.
   *
   * @param bytes what to write
   * @throws IOException if not all can be written
   */
  public void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Writes all remaining bytes over those at the start of the file.
   *
   * @param bytes what to write
   * @throws IOException if not all can be written
   */
  public void writeAtStart(ByteBuffer bytes) throws IOException {
    try {
      for (int start = bytes.position(); bytes.hasRemaining(); ) {
        channel.write(bytes, bytes.position() - start);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Puts what was written in the target's place.
   *
   * @throws IOException if that fails; the target is then as it was
   */
  public void commit() throws IOException {
    try {
      channel.force(true);
      channel.close();
      if (permissions != null) {
        Files.setPosixFilePermissions(temporary, permissions);
      }
      synchronized (OPEN) {
        requireTime();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        OPEN.remove(this);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Deletes what was written, unless it was put in its place. */
  @Override
  public void close() throws IOException {
    channel.close();
    synchronized (OPEN) {
      if (OPEN.remove(this)) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Deletes what was written of all files that are not in their place, and lets nobody begin another: for a
   * program that is being ended, which cannot wait for those who write. The library itself never calls it.
   */
  public static void abandonAll() {
    synchronized (OPEN) {
      abandoned = true;
      for (FileReplacement replacement : OPEN) {
        try {
          Files.deleteIfExists(replacement.temporary);
        } catch (IOException e) {
          // Nobody is left to be told; the others may still be deleted.
        }
      }
    }
  }

  private void requireTime() throws IOException {
    if (abandoned) {
      throw new FileSystemException(named.toString(), null, "the program is ending");
    }
  }

  private static Path followed(Path named) throws IOException {
    Path path = named;
    for (int links = 0; Files.isSymbolicLink(path); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(named.toString());
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  /** Those of an existing file; null where there is none, or where files have no such permissions. */
  private static Set<PosixFilePermission> permissions(Path target) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    return view == null || !Files.exists(target) ? null : view.readAttributes().permissions();
  }

  private static Set<StandardOpenOption> options() {
    return Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** From the start nobody may read the temporary file who may not read the target. */
  private FileAttribute<?>[] attributes() {
    return permissions == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  private IOException failure(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return e;
    }
    String reason = e.getMessage();
    if (e instanceof AccessDeniedException) {
      reason = "no permission to write into its folder";
    } else if (e instanceof FileSystemException known) {
      reason = known.getReason();
    }
    FileSystemException failure =
        new FileSystemException(
            named.toString(),
            null,
            (reason == null ? e.getClass().getSimpleName() : reason) + "; it was not written");
    failure.initCause(e);
    return failure;
  }
}
