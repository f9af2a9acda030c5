package io.greendoor.benchmarks

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** The peer of [ChannelBenchmark.roundTrip]: the same program in Kotlin's coroutines. */
object KotlinChannels {

    /** Two coroutines of one event loop, which is this thread's. */
    @JvmStatic
    fun roundTrips(roundTrips: Int): Int {
        var sum = 0
        val ping = Channel<Int>()
        val pong = Channel<Int>()
        runBlocking {
            launch {
                for (i in 0 until roundTrips) {
                    ping.send(i)
                    sum += pong.receive()
                }
            }
            launch {
                for (i in 0 until roundTrips) {
                    pong.send(ping.receive())
                }
            }
        }
        return sum
    }
}
