/// What stands in the captures, taken down by hand: a file, and its figures.
enum ExpectedFigures {
    static let table = tracking + sources + driver + host

    private static let tracking = """
        al2-ec2-chronyc-tracking-ntp-2017 id=a9fea97b name=169.254.169.123 stratum=4 time=1513838882 system=10.684e-6 \
        last=-19.677e-6 rms=21.056e-6 frequency=17.816 residual=-0.001 skew=0.014 delay=631.374e-6 \
        dispersion=586.493e-6 interval=1033.6 leap=Normal
        al2023-awsdocs-2026-chronyc-tracking-ntp-stratum3 system=-2.191e-6 frequency=-3.71 dispersion=225.028e-6
        al2023-awsdocs-2026-chronyc-tracking-ptpg-ntp-stratum1 stratum=2 system=-276e-9 delay=107.584e-6 \
        dispersion=36.476e-6
        awsdocs-2017-chronyc-tracking-ntp-just-started rms=2.852759e-3 skew=24.388 dispersion=1.112565e-3 interval=64.4
        centos7-ec2-chronyc-tracking-public-pool id=c7e9ece2 name=pyramid.latt.net residual=14.648 delay=88.264696e-3
        debian-kvm-chronyc-n-tracking-phc0 id=50484330 system=1e-9 last=-1e-9 delay=1e-9 dispersion=4.307e-6
        ec2-chronyc-tracking-large-frequency frequency=65.596 interval=1039
        ec2-clockbound-readme-chronyc-tracking-phc0 id=50484330 name=PHC0 stratum=1 time=1700072670 system=-14e-9 \
        rms=60e-9 frequency=6.614 delay=10e-6 dispersion=1.311e-6
        ec2-csv-tracking-ntp-2026 id=a9fea97b stratum=4 time=1788638747.313777128 system=1.173e-6 last=-1.217e-6 \
        rms=4.896e-6 frequency=-6.36 skew=0.262 delay=250.475e-6 dispersion=321.63e-6 interval=32.2 leap=Normal
        ec2-gist-chronyc-tracking-phc0 system=23e-9 last=-11e-9 residual=-0.012 dispersion=1.897e-6
        firecracker-chronyc-tracking-phc0-ptp-kvm frequency=-83.203 dispersion=10.668e-6 interval=7.9
        github-hosted-runner-csv-tracking-phc0-hyperv system=-5.108e-6 last=4.585e-6 residual=0.075 interval=8
        gps-csv-tracking-pps id=50505300 name=PPS frequency=-17.957 dispersion=10.123e-6
        rpi-cm4-chronyc-tracking-slewing-2 id=2d203726 system=502.001e-6 residual=-21.136 delay=10.386736e-3
        ubuntu-awsdocs-2017-chronyc-tracking-old-refid id=a9fea97b delay=544e-6 dispersion=631e-6 residual=7.557
        ubuntu-ec2-chronyc-tracking-ntp-2021 system=-0.99e-6 dispersion=275.599e-6
        nitro-enclave-chronyc-phc0-is-ptp-kvm rms=6.649632e-3 dispersion=0.733e-6 source0.error=31e-9 time=1747427421
        ec2-dpdk-bench-phc0-host-b part.name=PHC0 part.system=18e-9 part.last=-20e-9 part.rms=25e-9
        unknown-vm-csv-tracking-phc0 system=4.315e-6 dispersion=29.493e-6
        """

    private static let sources = """

        al2-awsdocs-chronyc-sources-v-unreachable-rows source0.reach=17 source0.adjusted=-30e-6 \
        source0.measured=-226e-6 source0.error=287e-6 source2.error=1959e-6 source3.age=never source3.reach=0 \
        source5.name=2a05:d018:c43:e312:ce77:>
        al2023-awsdocs-2026-chronyc-sources-ptpg-ntp-stratum1 source0.stratum=1 source0.adjusted=3.477e-6 \
        source0.error=91e-6
        al2023-awsdocs-2026-chronyc-sources-ptpg-phc0 source0.mode=# source0.state=* source0.name=PHC0 \
        source0.stratum=0 source0.poll=0 source0.reach=377 source0.age=0 source0.adjusted=184e-9 \
        source0.measured=198e-9 source0.error=5.032e-6 source1.state=- source1.stratum=1 source1.error=115e-6
        al2023-awsdocs-2026-chronyc-sources-v-grep-ntp-stratum3 source0.measured=-9.201e-6
        al2023-tokyo-chronyc-sources-duplicate-phc0-phc1 source0.state=+ source1.name=PHC1 source1.measured=-754e-9
        al2023-use1-chronyc-sources-v-after-phc-no-delay-option source0.error=36e-9 source1.reach=77 \
        source2.name=ec2-54-90-191-9.compute-> source5.error=833e-6
        assisted-installer-csv-sources-ipv6 source0.age=586 source0.error=0.042861138 source1.poll=10 \
        source2.name=2606:4700:f1::1 source2.age=never source3.state=?
        azure-rhel8-chronyc-sources-phc0-five-sources source1.adjusted=2.545e-3 source4.reach=367 source4.error=0.093
        ec2-gist-chronyc-sources-phc0 source0.adjusted=1e-9 source0.error=5.031e-6 source2.error=3.998e-3
        gce-chronyc-sources-phc0-poll-minus-1 source0.poll=-1 source0.adjusted=-1e-9 source0.error=33e-9
        gps-csv-sources-then-tracking-concatenated source1.name=NMEA source1.error=0.010592043 source4.reach=357 \
        source4.age=1305 id=50505300 dispersion=16.526e-6
        rpi-cm4-chronyc-sources-phc0-gps source0.poll=3 source5.name=ptbtime4.PTB.DE source5.error=0.014
        ubuntu-ec2-chronyc-sources-nine-ntp source0.age=1740 source7.error=0.228 source8.age=2
        wsl2-chronyc-sources-phc0-stratum1-reach17 source0.stratum=1 source0.poll=2 source0.reach=17 \
        source0.measured=38e-6
        xapi-csv-sources-unreachable source0.error=0.07144995 source3.state=*
        ec2-dpdk-bench-phc0-reach-277 source0.error=5.025e-6 source0.adjusted=140e-9
        ec2-chronyc-sourcestats-ntp-210-header stats0.points=7 stats0.span=3360 stats0.offset=-111e-9 \
        stats0.deviation=8.156e-6
        gps-csv-sourcestats-one-row stats0.points=16 stats0.runs=11 stats0.span=241 stats0.frequency=-0.084 \
        stats0.offset=0.065314554 stats0.deviation=1.596e-6
        rpi-cm4-chronyc-sourcestats stats0.name=PHC0 stats0.deviation=24e-9 stats5.span=4260 stats5.deviation=916e-6
        """

    private static let driver = """

        al2-4.14-ethtool-i-2.2.10g driver=ena driver.version=amazon:2.2.10 driver.bus=0000:00:05.0
        al2023-t2-ethtool-i-enx0-vif driver=vif driver.version=kernel:6.1.27-43.48.amzn2023.x86_64 driver.bus=vif-0
        ec2-ens5-ethtool-i-2.12.3g-odd-indent driver.version=amazon:2.12.3 driver.bus=0000:00:05.0
        ubuntu-7.0-aws-ethtool-i-kernel-release-version driver.version=kernel:7.0.0-1012-aws
        rhel84-ethtool-i-grep-version-kernel-release driver.version=kernel:4.18.0-305.12.1.el8_4.x86_64
        ubuntu1604-ethtool-i-1.3.0k driver.version=tree:1.3.0
        centos74-modinfo-ena-1.0.2-after-building-1.3.0 module.version=tree:1.0.2 module.intree=true \
        module.source=0ADEBA934369F8D450E5CE4 module.parameters=debug
        rhel78-modinfo-ena-2.2.9g module.version=amazon:2.2.9 module.intree=false \
        module.parameters=debug+rx_queue_size+force_large_llq_header+num_io_queues
        rhel84-modinfo-ena-2.1.0k module.version=tree:2.1.0
        al2023-awsdocs-modinfo-phc-enable module.parameters=phc_enable
        al2023-r7i-reload-modinfo module.version=amazon:2.16.0 module.parameters=phc_enable
        al2023-awsdocs-ethtool-t-rx-hw-timestamping stamping.interface=ens5 stamping.clock=0 stamping.rx=none+all
        al2023-r7i-ethtool-t-phc-none-rx-capable stamping.clock=none \
        stamping.can=software-transmit+hardware-receive+software-receive+software-system-clock
        debian-kvm-ethtool-t-none stamping.can=software-transmit+software-receive+software-system-clock
        rpi-cm4-ethtool-t-full-hw stamping.tx=off+on+onestep-sync+onestep-p2p stamping.rx=none+ptpv2-event
        al2023-awsdocs-clock-name-ena-ptp-05 clocks=ptp0=ena-ptp-05
        al2023-r7i-reload-phc-enabled clocks=ptp0=ena-ptp-00 nodes=/dev/ptp0
        azure-rhel7-lsmod-clock-name-hyperv clocks=ptp0=hyperv
        rpi-cm4-ls-dev-ptp-clock-name-bcm clocks=ptp0=bcm_phy_ptp
        al2023-ec2-utils-pr38-with-symlink nodes=/dev/ptp_ena>ptp0+/dev/ptp0+/dev/ptp1+/dev/ptp_kvm>ptp1
        """

    private static let host = """

        al2-os-release os=amzn os.version=2
        rhel94-redhat-release os=rhel os.version=9.4
        bottlerocket-c6g-uname-a kernel=6.12.73 kernel.version=6.12 kernel.architecture=aarch64
        centos74-uname-a kernel=3.10.0-693.17.1.el7.x86_64 kernel.architecture=x86_64
        ubuntu2204-graviton-c6gn-uname-a kernel=6.8.0-1053-aws kernel.architecture=aarch64
        al2-eks-systemctl-status-chronyd-running unit.chronyd.service=loaded+active+running+enabled
        ubuntu1604-ec2-systemctl-status-chrony-running unit.chrony.service=loaded+active+running+bad
        """
}
