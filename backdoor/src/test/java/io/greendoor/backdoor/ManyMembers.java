package io.greendoor.backdoor;

import java.sql.ResultSet;
import java.util.concurrent.ConcurrentNavigableMap;

/** Has more methods than {@code help(x)} shows. */
public interface ManyMembers extends ResultSet, ConcurrentNavigableMap<String, String> {}
