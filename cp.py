import cProfile,pstats,sys
sys.argv=['clipo-bench','grade',sys.argv[1],'--id','n','--gold','gold','--response','completion','--out','/tmp/h/steps/outp','--json']
from clipo_bench.bench_suite.cli import main
