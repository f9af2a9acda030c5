package io.greendoor.greenlet.soak;

/**
 * The bytes of one stream: each is known by its place, so that one that is lost, doubled or in another's place shows.
 *
 * @param key tells streams apart
 */
record Pattern(long key) {

    byte at(long offset) {
        long word = key * 0x9e3779b97f4a7c15L + (offset >>> 3);
        word = (word ^ (word >>> 30)) * 0xbf58476d1ce4e5b9L;
        word = (word ^ (word >>> 27)) * 0x94d049bb133111ebL;
        return (byte) ((word ^ (word >>> 31)) >>> ((offset & 7) * 8));
    }

    /** The bytes from {@code offset} on. */
    byte[] bytes(long offset, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(offset + i);
        }
        return bytes;
    }

    /** Throws unless the first bytes of the array are those from {@code offset} on. */
    void check(byte[] bytes, int length, long offset) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != at(offset + i)) {
                throw new AssertionError("byte " + (offset + i) + " of stream " + key + " is wrong");
            }
        }
    }
}
