// Practical limit for plastic delta-synapse LIF networks (S2s, S2d, S3 of docs/theory/spiking.md), one thread, f32.
// S2d_lazy: the dense case with W stored by presynaptic row and potentiation deferred: postsynaptic spikes go to one log; a row
//   reads the log entries since its own last spike when it next spikes (the row is in L1; exact, since between two
//   presynaptic spikes a weight only grows and so one clip does for all), then delivery + depression run as vectors.
// gcc -Ofast -march=native limit_spike.c -o limit_spike -lm ; ./limit_spike S2s|S2d|S2d_lazy|S3 SECONDS [SEED]
#define _GNU_SOURCE
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
static double clk(clockid_t c){struct timespec t;clock_gettime(c,&t);return t.tv_sec+1e-9*t.tv_nsec;}
static uint64_t sd=88172645463325252ULL;
static inline uint64_t rnd(void){sd^=sd<<13;sd^=sd>>7;sd^=sd<<17;return sd;}
static double u01(void){return (rnd()>>11)*(1.0/9007199254740992.0);}
static void*al(size_t n){void*p=aligned_alloc(64,(n+127)/64*64+64);memset(p,0,(n+127)/64*64);return p;}
typedef struct{uint32_t*row;uint16_t*tgt;float*w;uint32_t*crow;uint32_t*cidx;uint16_t*csrc;uint32_t n;}Con;
static Con mk(int ns,int nt,double p,float w,int self,int csc){
  Con c;c.row=al(4*(ns+1));size_t cap=(size_t)(ns*(double)nt*p*1.02)+10000;c.tgt=al(2*cap);uint32_t k=0;
  for(int i=0;i<ns;i++){c.row[i]=k;
    if(p>=1){for(int j=0;j<nt;j++)if(!(self&&i==j))c.tgt[k++]=j;}
    else{double l=log(1-p);for(int j=(int)(log(u01())/l);j<nt;j+=1+(int)(log(u01())/l))if(!(self&&i==j))c.tgt[k++]=j;}}
  c.row[ns]=k;c.n=k;c.w=al(4*(size_t)k);for(uint32_t s=0;s<k;s++)c.w[s]=w;
  if(csc){c.crow=al(4*(nt+2));c.cidx=al(4*(size_t)k);c.csrc=al(2*(size_t)k);
    for(uint32_t s=0;s<k;s++)c.crow[c.tgt[s]+1]++;for(int j=0;j<nt;j++)c.crow[j+1]+=c.crow[j];
    uint32_t*f=al(4*(nt+1));memcpy(f,c.crow,4*(nt+1));
    for(int i=0;i<ns;i++)for(uint32_t s=c.row[i];s<c.row[i+1];s++){uint32_t q=f[c.tgt[s]]++;c.cidx[q]=s;c.csrc[q]=i;}free(f);}
  return c;}
int main(int argc,char**argv){
  int big=!strcmp(argv[1],"S3"),dense=!strncmp(argv[1],"S2d",3),lazy=!strcmp(argv[1],"S2d_lazy");double sim=atof(argv[2]);if(argc>3)sd+=(uint64_t)atol(argv[3])*0x9E3779B97F4A7C15ULL;
  int NE=big?8000:1000,NI=NE/4,N=NE+NI;float J=big?0.1f:0.5f,g=5;double nu=big?12000:2400,p=0.1,dt=1e-4;
  double tb=clk(CLOCK_MONOTONIC);
  float jee=dense?J/10:J,wmax=2*jee,Ap=0.001f*wmax,Am=-1.05f*Ap;
  Con ee=mk(NE,NE,dense?1.0:p,jee,1,1),ei=mk(NE,NI,p,J,0,0),ie=mk(NI,NE,p,-g*J,0,0),ii=mk(NI,NI,p,-g*J,1,0);
  int M=(N+7)/8*8;float*v=al(4*M),*xr=al(4*M),*xo=al(4*M);int*ref=al(4*M);
  for(int i=0;i<N;i++)v[i]=20*u01();
  enum{D=8};uint16_t*sp[D];int ns[D]={0};for(int d=0;d<D;d++)sp[d]=al(2*M);
  double lam=nu*dt;__m256i cdf[10];double pk=exp(-lam),cs=0;for(int k=0;k<10;k++){cs+=pk;double x=cs*4294967296.0-2147483648.0;cdf[k]=_mm256_set1_epi32((int)(x>2147483647?2147483647:x));pk*=lam/(k+1);}
  __m256i s0,s1;{uint32_t q[16];for(int k=0;k<16;k++)q[k]=(uint32_t)rnd()|1;s0=_mm256_loadu_si256((void*)q);s1=_mm256_loadu_si256((void*)(q+8));}
  const float em=exp(-dt/20e-3),et=exp(-dt/20e-3);
  float*Wd=0;int*tl=0,*lt=0;size_t*lp=0,ln=0;uint16_t*lj=0;float dec[4096];for(int k=0;k<4096;k++)dec[k]=exp(-k*dt/20e-3);
  if(lazy){Wd=al(4*(size_t)NE*NE);for(int i=0;i<NE;i++)for(int j=0;j<NE;j++)Wd[(size_t)i*NE+j]=i==j?0:jee;
    tl=al(4*NE);lp=al(8*NE);size_t c=(size_t)(sim*NE*200)+100000;lj=al(2*c);lt=al(4*c);}
  double setup=clk(CLOCK_MONOTONIC)-tb;
  double best=1e9,cpus=0,a0=clk(CLOCK_MONOTONIC);long spE=0,spA=0;double ev=0,pl=0;int T=(int)(sim/dt+0.5);
  double chunk=clk(CLOCK_MONOTONIC),c0=clk(CLOCK_PROCESS_CPUTIME_ID);
  for(int t=0;t<T;t++){
    // membrane, Poisson input, traces (branch-free, 8 neurons at a time)
    __m256 vem=_mm256_set1_ps(em),vJ=_mm256_set1_ps(J),vet=_mm256_set1_ps(et);
    for(int i=0;i<M;i+=8){
      __m256i x=s0;x=_mm256_xor_si256(x,_mm256_slli_epi32(x,13));x=_mm256_xor_si256(x,_mm256_srli_epi32(x,17));x=_mm256_xor_si256(x,_mm256_slli_epi32(x,5));s0=x;
      s1=_mm256_add_epi32(s1,_mm256_set1_epi32(362437));__m256i u=_mm256_add_epi32(x,s1);
      __m256i n=_mm256_setzero_si256();for(int k=0;k<(big?8:5);k++)n=_mm256_sub_epi32(n,_mm256_cmpgt_epi32(u,cdf[k]));
      __m256 y=_mm256_load_ps(v+i);__m256i r=_mm256_load_si256((void*)(ref+i));
      y=_mm256_fmadd_ps(_mm256_cvtepi32_ps(n),vJ,_mm256_mul_ps(y,vem));
      __m256i inr=_mm256_cmpgt_epi32(r,_mm256_setzero_si256());
      y=_mm256_blendv_ps(y,_mm256_set1_ps(10.f),_mm256_castsi256_ps(inr));
      _mm256_store_ps(v+i,y);_mm256_store_si256((void*)(ref+i),_mm256_add_epi32(r,inr));
      if(i<NE){if(!lazy)_mm256_store_ps(xr+i,_mm256_mul_ps(vet,_mm256_load_ps(xr+i)));_mm256_store_ps(xo+i,_mm256_mul_ps(vet,_mm256_load_ps(xo+i)));}
    }
    // arrivals
    int d=t%D;uint16_t*q=sp[d];
    for(int k=0;k<ns[d];k++){int s=q[k];
      if(s<NE&&lazy){float*restrict w=Wd+(size_t)s*NE;float x=Ap*xr[s];int t0=tl[s];
        for(size_t z=lp[s];z<ln;z++){int a=lt[z]-t0;w[lj[z]]+=x*(a<4096?dec[a]:0.f);}
        pl+=ln-lp[s]+NE;ev+=NE;lp[s]=ln;w[s]=0;
        for(int j=0;j<NE;j++){float a=w[j];a=a>wmax?wmax:a;v[j]+=a;a+=Am*xo[j];w[j]=a<0?0:a;}
        w[s]=0;int a=t-t0;xr[s]=xr[s]*(a<4096?dec[a]:0.f)+1;tl[s]=t;
        for(uint32_t z=ei.row[s];z<ei.row[s+1];z++)v[NE+ei.tgt[z]]+=ei.w[z];ev+=ei.row[s+1]-ei.row[s];
      }else if(s<NE){uint32_t b=ee.row[s],e=ee.row[s+1];float*w=ee.w;const uint16_t*tg=ee.tgt;
        for(uint32_t z=b;z<e;z++){int j=tg[z];float a=w[z];v[j]+=a;a+=Am*xo[j];w[z]=a<0?0:a;}
        xr[s]+=1;
        for(uint32_t z=ei.row[s];z<ei.row[s+1];z++)v[NE+ei.tgt[z]]+=ei.w[z];
        ev+=e-b+ei.row[s+1]-ei.row[s];pl+=e-b;
      }else{s-=NE;for(uint32_t z=ie.row[s];z<ie.row[s+1];z++)v[ie.tgt[z]]+=ie.w[z];
        for(uint32_t z=ii.row[s];z<ii.row[s+1];z++)v[NE+ii.tgt[z]]+=ii.w[z];
        ev+=ie.row[s+1]-ie.row[s]+ii.row[s+1]-ii.row[s];}
    }
    // threshold
    int m=0;__m256 th=_mm256_set1_ps(20.f);
    for(int i=0;i<M;i+=8){int b=_mm256_movemask_ps(_mm256_cmp_ps(_mm256_load_ps(v+i),th,_CMP_GT_OQ));
      while(b){int j=i+__builtin_ctz(b);b&=b-1;if(j<N&&ref[j]<=0)q[m++]=j;}}
    ns[d]=m;spA+=m;
    for(int k=0;k<m;k++){int j=q[k];v[j]=10;ref[j]=20;
      if(j<NE&&lazy){spE++;lj[ln]=j;lt[ln++]=t;xo[j]+=1;}
      else if(j<NE){spE++;uint32_t b=ee.crow[j],e=ee.crow[j+1];float*w=ee.w;
        for(uint32_t z=b;z<e;z++){
          if(z+16<e)__builtin_prefetch(w+ee.cidx[z+16],1);
          float a=w[ee.cidx[z]]+Ap*xr[ee.csrc[z]];w[ee.cidx[z]]=a>wmax?wmax:a;}
        xo[j]+=1;pl+=e-b;}}
    if((t+1)%1000==0){double n=clk(CLOCK_MONOTONIC);if(n-chunk<best)best=n-chunk;chunk=n;}
  }
  double wall=clk(CLOCK_MONOTONIC)-a0,cpu=clk(CLOCK_PROCESS_CPUTIME_ID)-c0;cpus=cpu;
  struct rusage ru;getrusage(RUSAGE_SELF,&ru);double mw=0;
  if(lazy)for(int i=0;i<NE;i++){float*w=Wd+(size_t)i*NE;for(size_t z=lp[i];z<ln;z++){int a=lt[z]-tl[i];w[lj[z]]+=Ap*xr[i]*(a<4096?dec[a]:0.f);}w[i]=0;for(int j=0;j<NE;j++)mw+=w[j]>wmax?wmax:w[j];}
  else for(uint32_t s=0;s<ee.n;s++)mw+=ee.w[s];
  printf("{\"sim\":\"c_limit\",\"workload\":\"%s\",\"threads\":1,\"bio_s\":%.2f,\"setup_s\":%.3f,\"sim_wall_s\":%.3f,\"sim_cpu_s\":%.3f,\"best_wall_per_bio_s\":%.4f,\"rate_E\":%.2f,\"rate_all\":%.2f,\"syn_events\":%.4g,\"plastic_events\":%.4g,\"mean_w_rel\":%.3f,\"rss_mb\":%.0f}\n",
    argv[1],sim,setup,wall,cpus,best/0.1,spE/(double)NE/sim,spA/(double)N/sim,ev,pl,mw/ee.n/jee,ru.ru_maxrss/1024.0);
}
